import Capacitor
import CoreNFC

/// APDUs over CoreNFC for `apps/phone/src/nfc`: one session, one card, one command at a time. Its words (`code`) are those
/// of `nfc-plugin.ts`. Nothing that goes through here is logged: a command may carry a PIN.
@objc(KaijoNfcPlugin)
public class KaijoNfcPlugin: CAPPlugin, CAPBridgedPlugin, NFCTagReaderSessionDelegate {
    public let identifier = "KaijoNfcPlugin"
    public let jsName = "KaijoNfc"
    public let pluginMethods: [CAPPluginMethod] = [
        CAPPluginMethod(name: "state", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "waitForCard", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "transceive", returnType: CAPPluginReturnPromise),
        CAPPluginMethod(name: "close", returnType: CAPPluginReturnPromise),
    ]

    /// Everything below is touched on this queue only; CoreNFC calls its delegate on it.
    private let queue = DispatchQueue(label: "jp.kaijo.nfc")
    private var session: NFCTagReaderSession?
    private var waiting: CAPPluginCall?
    private var card: NFCISO7816Tag?

    @objc func state(_ call: CAPPluginCall) {
        call.resolve(["state": NFCTagReaderSession.readingAvailable ? "on" : "none"])
    }

    @objc func waitForCard(_ call: CAPPluginCall) {
        let message = call.getString("message") ?? ""
        queue.async {
            guard self.session == nil else { return call.reject("a session is open", "BUSY") }
            // My Number Cards are of type B; `.iso14443` polls for A and B.
            guard let opened = NFCTagReaderSession(pollingOption: .iso14443, delegate: self, queue: self.queue)
            else { return call.reject("no session", "FAILED") }
            opened.alertMessage = message
            self.waiting = call
            self.session = opened
            opened.begin()
        }
    }

    @objc func transceive(_ call: CAPPluginCall) {
        let command = call.getString("command").flatMap { Data(base64Encoded: $0) }
        queue.async {
            guard let card = self.card else { return call.reject("no card", "NOT_CONNECTED") }
            guard let command, let apdu = NFCISO7816APDU(data: command)
            else { return call.reject("not an APDU", "FAILED") }
            card.sendCommand(apdu: apdu) { data, sw1, sw2, error in
                if error != nil {
                    self.queue.async { self.card = nil }
                    return call.reject("the card does not answer", "TAG_LOST")
                }
                call.resolve(["response": (data + Data([sw1, sw2])).base64EncodedString()])
            }
        }
    }

    @objc func close(_ call: CAPPluginCall) {
        let message = call.getString("message")
        queue.async {
            if let message { self.session?.alertMessage = message }
            self.session?.invalidate()
            self.forget(because: "CANCELLED")
            call.resolve()
        }
    }

    public func tagReaderSessionDidBecomeActive(_ session: NFCTagReaderSession) {}

    public func tagReaderSession(_ session: NFCTagReaderSession, didDetect tags: [NFCTag]) {
        guard session === self.session else { return }
        guard tags.count == 1, let tag = tags.first, case let .iso7816(card) = tag else { return poll(session) }
        session.connect(to: tag) { error in
            self.queue.async {
                guard session === self.session else { return }
                guard error == nil else { return self.poll(session) }
                self.card = card
                self.waiting?.resolve()
                self.waiting = nil
            }
        }
    }

    public func tagReaderSession(_ session: NFCTagReaderSession, didInvalidateWithError error: Error) {
        guard session === self.session else { return }
        switch (error as? NFCReaderError)?.code {
        case .readerSessionInvalidationErrorUserCanceled: forget(because: "CANCELLED")
        case .readerSessionInvalidationErrorSessionTimeout: forget(because: "TIMEOUT")
        case .readerSessionInvalidationErrorSystemIsBusy: forget(because: "BUSY")
        default: forget(because: "FAILED")
        }
    }

    /// Something else lies there, several do, or the card slipped before it was connected: the holder tries again.
    private func poll(_ session: NFCTagReaderSession) {
        queue.asyncAfter(deadline: .now() + .milliseconds(500)) {
            if session === self.session { session.restartPolling() }
        }
    }

    private func forget(because code: String) {
        session = nil
        card = nil
        waiting?.reject("no card", code)
        waiting = nil
    }
}
