package io.whoread.agent.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LedgerTest {
  /** A stack that overflowed in a toString must not make framework work of all that follows. */
  @Test
  void whatAnEarlierRequestLeftOpenIsClosed() {
    Reads.frameworkEnter();
    Ledger ledger = new Ledger();
    ledger.attach(Reads.slot());
    try {
      Reads.touched(this, "SO1", 3);
      assertThat(ledger.touched[1]).isEqualTo(1 << 3);
      assertThat(ledger.framework[1]).isZero();
    } finally {
      ledger.detach();
    }
  }

  /** That of whoever wrote it comes from the serialiser itself, if it does. */
  @Test
  void noExceptionComesFromALookAtWhatIsWritten() {
    Ledger ledger = new Ledger();
    ledger.attach(Reads.slot());
    try {
      ledger.beginProperty(this, 0, 1);
      Written.wroteText(new char[2], 1, 5);
      Written.wroteUtf8(new byte[2], 1, 5);
      assertThat(ledger.unnoted(0)).isNull();
      ledger.endProperty();
    } finally {
      ledger.detach();
    }
  }

  /** Reads while the heap is full. */
  static final class InFullHeap {
    public static void main(String[] args) {
      AtomicLong taken = new AtomicLong();
      AtomicInteger told = new AtomicInteger();
      Object target =
          Proxy.newProxyInstance(
              Hooks.Target.class.getClassLoader(),
              new Class<?>[] {Hooks.Target.class},
              (proxy, method, with) -> {
                if (method.getName().equals("mayGrow")) {
                  taken.addAndGet((Long) with[0]);
                  return true;
                }
                if (method.getName().equals("full")) {
                  told.addAndGet(((Ledger) with[0]).size);
                }
                return null;
              });
      Hooks.target((Hooks.Target) target, null, null, 0);
      Ledger ledger = new Ledger();
      ledger.attach(Reads.slot());
      for (int id = 1; id <= 100; id++) {
        Reads.touched(ledger, id, 0);
      }
      Object[] hog = {null, null};
      try {
        while (true) {
          hog = new Object[] {hog, new byte[1024]};
        }
      } catch (OutOfMemoryError e) {
        for (int i = 0; i < 4; i++) {
          hog = (Object[]) hog[0];
        }
      }
      for (int id = 101; id <= 200; id++) {
        Reads.touched(ledger, id, 0);
      }
      boolean full = hog[1] != null;
      hog = null;
      System.out.println(full + " " + told + " " + ledger.size + " " + taken);
    }
  }

  /** The budget gets back what could not be had; what was read is told, and the reader goes on. */
  @Test
  void aFullHeapIsNotFeltByWhoeverReads() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx16m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                InFullHeap.class.getName())
            .redirectErrorStream(true)
            .start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      // 64 places became 128 while there was room; entry 0 is none.
      assertThat(said.trim()).isEqualTo("true 127 73 " + 64 * Ledger.ENTRY_BYTES);
    } finally {
      process.destroyForcibly();
    }
  }
}
