//! Chromium driven over its debugging protocol, with real events of mouse, touch and keyboard. A small client
//! of our own: the crates for it bring a hundred others.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;

/// A browser with one page.
pub struct Browser {
    child: Child,
    socket: TcpStream,
    session: Option<String>,
    next: u64,
    /// What the page reported besides answers.
    pub events: Vec<Value>,
    _profile: TempDir,
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

impl Browser {
    /// Starts it with an empty page of a size in px.
    pub fn start(width: u32, height: u32) -> Browser {
        let profile = tempfile::tempdir().expect("a folder");
        let child = Command::new("chromium")
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--remote-debugging-port=0", &format!("--window-size={width},{height}")])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromium runs");
        let told = profile.path().join("DevToolsActivePort");
        let begin = Instant::now();
        let (port, path) = loop {
            let text = std::fs::read_to_string(&told).unwrap_or_default();
            if let Some((port, path)) = text.trim().split_once('\n') {
                break (port.to_owned(), path.to_owned());
            }
            assert!(begin.elapsed() < PATIENCE, "chromium does not listen");
            std::thread::sleep(Duration::from_millis(50));
        };
        let mut socket = TcpStream::connect(format!("127.0.0.1:{port}")).expect("chromium listens");
        socket.set_read_timeout(Some(PATIENCE)).expect("a time limit");
        let hello = format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"
        );
        socket.write_all(hello.as_bytes()).expect("a request");
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            socket.read_exact(&mut byte).expect("an answer");
            head.push(byte[0]);
        }
        assert!(head.starts_with(b"HTTP/1.1 101"), "{}", String::from_utf8_lossy(&head));
        let mut browser =
            Browser { child, socket, session: None, next: 0, events: Vec::new(), _profile: profile };
        let target = browser.call("Target.createTarget", json!({"url": "about:blank"}));
        let id = target["targetId"].clone();
        let session = browser.call("Target.attachToTarget", json!({"targetId": id, "flatten": true}));
        browser.session = session["sessionId"].as_str().map(str::to_owned);
        for domain in ["Page", "Runtime", "Network", "Log"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        browser.size(width, height, 1.0, false);
        browser
    }

    /// Size of the page in px, pixels per px, and whether it is a phone.
    pub fn size(&mut self, width: u32, height: u32, scale: f64, is_phone: bool) {
        let metrics =
            json!({"width": width, "height": height, "deviceScaleFactor": scale, "mobile": is_phone});
        self.call("Emulation.setDeviceMetricsOverride", metrics);
        self.call("Emulation.setTouchEmulationEnabled", json!({"enabled": is_phone, "maxTouchPoints": 5}));
    }

    /// Opens a file and waits until its script has run.
    pub fn open(&mut self, file: &Path, fragment: &str) {
        self.call("Page.navigate", json!({"url": "about:blank"}));
        let url = format!("file://{}{fragment}", file.display());
        self.call("Page.navigate", json!({"url": url}));
        self.wait_for("document.documentElement.dataset.ready === 'yes'");
    }

    /// Waits until an expression is true.
    pub fn wait_for(&mut self, expression: &str) {
        let begin = Instant::now();
        while self.value(expression) != json!(true) {
            assert!(begin.elapsed() < PATIENCE, "never came true: {expression}; {:?}", self.events.last());
            std::thread::sleep(Duration::from_millis(30));
        }
    }

    /// The value of an expression in the page.
    pub fn value(&mut self, expression: &str) -> Value {
        let asked = json!({"expression": expression, "returnByValue": true, "awaitPromise": true});
        let answer = self.call("Runtime.evaluate", asked);
        if answer.get("exceptionDetails").is_some() {
            return json!({"exception": answer["exceptionDetails"]["exception"]["description"]});
        }
        answer["result"]["value"].clone()
    }

    pub fn text(&mut self, expression: &str) -> String {
        let value = self.value(expression);
        value.as_str().map_or_else(|| value.to_string(), str::to_owned)
    }

    /// The middle of an element in px of the window, scrolled into it.
    pub fn middle_of(&mut self, selector: &str) -> [f64; 2] {
        let found = self.value(&format!(
            "(() => {{ const node = document.querySelector({selector:?}); node.scrollIntoView({{block: 'nearest'}}); \
             const box = node.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        ));
        let at = |i: usize| found[i].as_f64().unwrap_or_else(|| panic!("{selector}: {found}"));
        [at(0), at(1)]
    }

    fn mouse(&mut self, kind: &str, [x, y]: [f64; 2], buttons: u8) {
        let button = if kind == "mouseMoved" && buttons == 0 { "none" } else { "left" };
        let count = u8::from(kind != "mouseMoved");
        self.call(
            "Input.dispatchMouseEvent",
            json!({"type": kind, "x": x, "y": y, "button": button, "buttons": buttons, "clickCount": count}),
        );
    }

    pub fn hover(&mut self, at: [f64; 2]) {
        self.mouse("mouseMoved", at, 0);
    }

    pub fn click_at(&mut self, at: [f64; 2]) {
        self.drag(at, at);
    }

    pub fn click(&mut self, selector: &str) {
        let at = self.middle_of(selector);
        self.click_at(at);
    }

    /// Presses, moves in a few steps, lets go.
    pub fn drag(&mut self, from: [f64; 2], to: [f64; 2]) {
        self.mouse("mouseMoved", from, 0);
        self.mouse("mousePressed", from, 1);
        if from != to {
            for i in 1..=6 {
                let t = f64::from(i) / 6.0;
                self.mouse("mouseMoved", [0, 1].map(|k| from[k] + (to[k] - from[k]) * t), 1);
            }
        }
        self.mouse("mouseReleased", to, 0);
    }

    /// Touches with some fingers that move together.
    pub fn touch(&mut self, from: &[[f64; 2]], to: &[[f64; 2]]) {
        let points = |t: f64| {
            let fingers = from.iter().zip(to).enumerate();
            let points = fingers.map(|(id, (a, b))| {
                json!({"x": a[0] + (b[0] - a[0]) * t, "y": a[1] + (b[1] - a[1]) * t, "id": id})
            });
            points.collect::<Vec<_>>()
        };
        self.call("Input.dispatchTouchEvent", json!({"type": "touchStart", "touchPoints": points(0.0)}));
        if from != to {
            for i in 1..=5 {
                let now = points(f64::from(i) / 5.0);
                self.call("Input.dispatchTouchEvent", json!({"type": "touchMove", "touchPoints": now}));
            }
        }
        self.call("Input.dispatchTouchEvent", json!({"type": "touchEnd", "touchPoints": []}));
    }

    /// Presses a key by its name, such as `ArrowRight`.
    pub fn key(&mut self, name: &str) {
        let code = match name {
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "PageUp" => 33,
            "PageDown" => 34,
            "End" => 35,
            "Home" => 36,
            "Tab" => 9,
            "Enter" => 13,
            " " => 32,
            "Escape" => 27,
            _ => 0,
        };
        let mut press = json!({"type": "keyDown", "key": name, "windowsVirtualKeyCode": code});
        match name {
            "Enter" => press["text"] = json!("\r"),
            name if name.chars().count() == 1 => press["text"] = json!(name),
            _ => press["type"] = json!("rawKeyDown"),
        }
        self.call("Input.dispatchKeyEvent", press);
        let lift = json!({"type": "keyUp", "key": name, "windowsVirtualKeyCode": code});
        self.call("Input.dispatchKeyEvent", lift);
    }

    /// A picture of the window as PNG.
    pub fn screenshot(&mut self) -> Vec<u8> {
        use base64::Engine;
        let shot = self.call("Page.captureScreenshot", json!({"format": "png"}));
        let data = shot["data"].as_str().expect("a picture");
        base64::engine::general_purpose::STANDARD.decode(data).expect("base64")
    }

    /// What went wrong in the page, and what it asked of a network.
    pub fn complaints(&mut self) -> Vec<String> {
        self.call("Runtime.evaluate", json!({"expression": "1"}));
        let complaint = |event: &Value| {
            let params = &event["params"];
            let is_one = match event["method"].as_str()? {
                "Runtime.exceptionThrown" => true,
                "Runtime.consoleAPICalled" => params["type"] == "error" || params["type"] == "warning",
                "Log.entryAdded" => {
                    params["entry"]["level"] == "error" || params["entry"]["level"] == "warning"
                }
                "Network.requestWillBeSent" => {
                    let url = params["request"]["url"].as_str().unwrap_or("");
                    !url.starts_with("file:") && !url.starts_with("data:") && !url.starts_with("about:")
                }
                _ => false,
            };
            is_one.then(|| event.to_string())
        };
        self.events.iter().filter_map(complaint).collect()
    }

    /// Sends a command and waits for its answer.
    pub fn call(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let mut message = json!({"id": self.next, "method": method, "params": params});
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.send(message.to_string().as_bytes());
        loop {
            let answer = self.receive();
            if answer["id"] == json!(self.next) {
                assert!(answer.get("error").is_none(), "{method}: {}", answer["error"]);
                return answer["result"].clone();
            }
            if answer.get("method").is_some() {
                self.events.push(answer);
            }
        }
    }

    /// One frame of text; clients must mask theirs, and a mask of zeros is one.
    fn send(&mut self, text: &[u8]) {
        let mut frame = vec![0x81];
        match text.len() {
            length @ 0..126 => frame.push(0x80 | length as u8),
            length @ 126..65536 => {
                frame.push(0x80 | 126);
                frame.extend((length as u16).to_be_bytes());
            }
            length => {
                frame.push(0x80 | 127);
                frame.extend((length as u64).to_be_bytes());
            }
        }
        frame.extend([0; 4]);
        frame.extend(text);
        self.socket.write_all(&frame).expect("chromium listens");
    }

    fn receive(&mut self) -> Value {
        let mut text = Vec::new();
        loop {
            let mut head = [0; 2];
            self.socket.read_exact(&mut head).expect("chromium answers");
            let length = match head[1] & 0x7f {
                126 => {
                    let mut more = [0; 2];
                    self.socket.read_exact(&mut more).expect("a length");
                    u64::from(u16::from_be_bytes(more))
                }
                127 => {
                    let mut more = [0; 8];
                    self.socket.read_exact(&mut more).expect("a length");
                    u64::from_be_bytes(more)
                }
                short => u64::from(short),
            };
            let mut part = vec![0; length as usize];
            self.socket.read_exact(&mut part).expect("a message");
            // Text or its continuation; pings and the like carry nothing for us.
            if matches!(head[0] & 0x0f, 0 | 1) {
                text.extend(part);
                if head[0] & 0x80 != 0 {
                    return serde_json::from_slice(&text).expect("JSON");
                }
            }
        }
    }
}
