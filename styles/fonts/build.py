"""Makes the four faces of this folder: python3 build.py FOLDER-OF-UNPACKED-NPM-PACKAGES"""
import glob, os, sys
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.merge import Merger


def p(s):
    return glob.glob(os.path.join(sys.argv[1], 'expo-google-fonts-' + s))[0]


lat="U+0020-007E,U+00A0-017F,U+018F,U+0192,U+01B5,U+01B6,U+01E6,U+01E7,U+0218-021B,U+0259,U+02B9,U+02BB,U+02BC,U+02BE,U+02BF,U+02C6,U+02C7,U+02D8-02DD,U+0400-045F,U+0462,U+0463,U+0472-0475,U+0490-0493,U+0498-049D,U+04AE-04B1,U+04B8-04BB,U+04D8,U+04D9,U+04E8,U+04E9,U+1E0C,U+1E0D,U+1E24,U+1E25,U+1E62,U+1E63,U+2010-2015,U+2018-201A,U+201C-201E,U+2020,U+2022,U+2026,U+202F,U+2032,U+2033,U+2039,U+203A,U+2044,U+20BD,U+2116,U+2122,U+2190-2193,U+2212,U+2264,U+2265,U+25A0,U+25CB,U+25CF"
arm="U+0531-0556,U+0559-058A,U+058F"
geo="U+10D0-10FA"
def sub(src,uni,dst):
    f=TTFont(src)
    o=subset.Options(); o.layout_features=[]; o.hinting=False; o.glyph_names=False; o.notdef_outline=True; o.name_IDs=['*']; o.drop_tables+=['GSUB','GPOS','GDEF','STAT','MATH','kern','DSIG','meta']
    s=subset.Subsetter(o); s.populate(unicodes=subset.parse_unicodes(uni)); s.subset(f); f.save(dst)
def mk(out,base,arms,geos,fam,style):
    parts=[]
    for i,(b,u) in enumerate([(base,lat),(arms,arm),(geos,geo)]):
        sub(b,u,f'part{i}.ttf'); parts.append(f'part{i}.ttf')
    m=Merger().merge(parts)
    m.save(out)
    f=TTFont(out); print(out,os.path.getsize(out),f['head'].unitsPerEm,len(f.getGlyphOrder()),[str(n) for n in f['name'].names if n.nameID in (1,2,4,16,17)], f['OS/2'].usWeightClass, f['hhea'].ascent,f['hhea'].descent)
AS=p('noto-sans-armenian*/package/400Regular/*.ttf');AB=p('noto-sans-armenian*/package/600SemiBold/*.ttf')
GS=p('noto-sans-georgian*/package/400Regular/*.ttf');GB=p('noto-sans-georgian*/package/600SemiBold/*.ttf')
mk('NotoSans-Regular.ttf',p('noto-sans-0*/package/400Regular/*.ttf'),AS,GS,'Noto Sans','Regular')
mk('NotoSans-SemiBold.ttf',p('noto-sans-0*/package/600SemiBold/*.ttf'),AB,GB,'Noto Sans','SemiBold')
mk('NotoSerif-Italic.ttf',p('noto-serif-0*/package/400Regular_Italic/*.ttf'),AS,GS,'Noto Serif','Italic')
mk('NotoSerif-SemiBold.ttf',p('noto-serif-0*/package/600SemiBold/*.ttf'),AB,GB,'Noto Serif','SemiBold')
