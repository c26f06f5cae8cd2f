//! Writes a [`Scene`] as WebP without loss: the pixels of the PNG in a smaller file.

use image_webp::{ColorType, WebPEncoder};

use super::png::{self, PngOptions};
use super::{EncodeError, TooLarge};
use crate::scene::Scene;

/// The longest side the format has room for.
const LONGEST: u32 = 16_383;

/// The scene as a WebP file.
///
/// # Errors
/// A picture of more pixels than the format can hold.
pub fn encode(scene: &Scene, options: &PngOptions) -> Result<Vec<u8>, EncodeError> {
    let pixmap = png::paint(scene, options.scale)?;
    let (width, height) = (pixmap.width(), pixmap.height());
    if width > LONGEST || height > LONGEST {
        return Err(TooLarge { width: u64::from(width), height: u64::from(height) }.into());
    }
    let (pixels, has_alpha) = png::pixels(&pixmap, scene);
    let mut out = Vec::with_capacity(1 << 19);
    let mut encoder = WebPEncoder::new(&mut out);
    encoder.set_xmp_metadata(xmp(scene).into_bytes());
    let kind = if has_alpha { ColorType::Rgba8 } else { ColorType::Rgb8 };
    encoder.encode(&pixels, width, height, kind).map_err(|error| EncodeError::Webp(error.to_string()))?;
    Ok(out)
}

/// Title and text alternative, in the form that WebP has for them.
fn xmp(scene: &Scene) -> String {
    let escape = super::svg::escape;
    format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
         xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmp:CreatorTool=\"marchland\">\
         <dc:title><rdf:Alt><rdf:li xml:lang=\"{lang}\">{title}</rdf:li></rdf:Alt></dc:title>\
         <dc:description><rdf:Alt><rdf:li xml:lang=\"{lang}\">{description}</rdf:li></rdf:Alt></dc:description>\
         </rdf:Description></rdf:RDF></x:xmpmeta>",
        lang = escape(&scene.lang),
        title = escape(&scene.title),
        description = escape(&scene.description),
    )
}
