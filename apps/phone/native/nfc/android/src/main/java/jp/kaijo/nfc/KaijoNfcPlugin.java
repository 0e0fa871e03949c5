package jp.kaijo.nfc;

import android.nfc.NfcAdapter;
import android.nfc.Tag;
import android.nfc.tech.IsoDep;
import android.os.Bundle;
import android.util.Base64;
import com.getcapacitor.JSObject;
import com.getcapacitor.Plugin;
import com.getcapacitor.PluginCall;
import com.getcapacitor.PluginMethod;
import com.getcapacitor.annotation.CapacitorPlugin;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * APDUs over IsoDep for apps/phone/src/nfc: one card, one command at a time. Its words (code) are those of nfc-plugin.ts.
 * Nothing that goes through here is logged: a command may carry a PIN.
 */
@CapacitorPlugin(name = "KaijoNfc")
public class KaijoNfcPlugin extends Plugin implements NfcAdapter.ReaderCallback {

    /** My Number Cards are of type B. No NDEF is looked for: that would talk to the card before the app does. */
    private static final int FLAGS =
        NfcAdapter.FLAG_READER_NFC_A | NfcAdapter.FLAG_READER_NFC_B | NfcAdapter.FLAG_READER_SKIP_NDEF_CHECK;
    /** An RSA signature takes a card up to a second. */
    private static final int ANSWER_MS = 5_000;
    /** Android's own look whether the card is still there: seldom, so that it does not come between commands. */
    private static final int PRESENCE_MS = 1_000;

    private final ExecutorService commands = Executors.newSingleThreadExecutor();
    private PluginCall waiting;
    private IsoDep card;

    @PluginMethod
    public void state(PluginCall call) {
        NfcAdapter adapter = NfcAdapter.getDefaultAdapter(getContext());
        JSObject answer = new JSObject();
        answer.put("state", adapter == null ? "none" : adapter.isEnabled() ? "on" : "off");
        call.resolve(answer);
    }

    @PluginMethod
    public synchronized void waitForCard(PluginCall call) {
        if (waiting != null) {
            call.reject("already waiting", "BUSY");
            return;
        }
        letGo();
        waiting = call;
        listen(true);
    }

    @Override
    public synchronized void onTagDiscovered(Tag tag) {
        IsoDep found = IsoDep.get(tag);
        if (waiting == null || found == null) return;
        try {
            found.connect();
            found.setTimeout(ANSWER_MS);
        } catch (IOException | SecurityException slipped) {
            return; // Reader mode finds it again.
        }
        card = found;
        PluginCall call = waiting;
        waiting = null;
        call.resolve();
    }

    @PluginMethod
    public void transceive(PluginCall call) {
        commands.execute(() -> {
            IsoDep now;
            synchronized (this) {
                now = card;
            }
            if (now == null) {
                call.reject("no card", "NOT_CONNECTED");
                return;
            }
            try {
                byte[] command = Base64.decode(call.getString("command", ""), Base64.NO_WRAP);
                byte[] response = now.transceive(command);
                JSObject answer = new JSObject();
                answer.put("response", Base64.encodeToString(response, Base64.NO_WRAP));
                call.resolve(answer);
            } catch (IOException | SecurityException gone) {
                synchronized (this) {
                    if (card == now) letGo();
                }
                call.reject("the card does not answer", "TAG_LOST");
            } catch (IllegalArgumentException notBase64) {
                call.reject("not an APDU", "FAILED");
            }
        });
    }

    @PluginMethod
    public synchronized void close(PluginCall call) {
        end("CANCELLED");
        call.resolve();
    }

    /** Another app is in front: the card is not ours any more, and the app waits anew when it is seen again. */
    @Override
    protected synchronized void handleOnPause() {
        end("TIMEOUT");
    }

    @Override
    protected void handleOnDestroy() {
        commands.shutdownNow();
    }

    private void end(String code) {
        letGo();
        listen(false);
        if (waiting != null) waiting.reject("no card", code);
        waiting = null;
    }

    private void letGo() {
        if (card == null) return;
        try {
            card.close();
        } catch (IOException | SecurityException gone) {
            // It is.
        }
        card = null;
    }

    private void listen(boolean on) {
        NfcAdapter adapter = NfcAdapter.getDefaultAdapter(getContext());
        if (adapter == null) return;
        Bundle options = new Bundle();
        options.putInt(NfcAdapter.EXTRA_READER_PRESENCE_CHECK_DELAY, PRESENCE_MS);
        getActivity().runOnUiThread(() -> {
            if (on) adapter.enableReaderMode(getActivity(), this, FLAGS, options);
            else adapter.disableReaderMode(getActivity());
        });
    }
}
