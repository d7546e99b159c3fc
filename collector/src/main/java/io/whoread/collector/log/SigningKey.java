package io.whoread.collector.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/**
 * The log's own Ed25519 key, and the name that follows from it: a log with another key is another
 * log. Signs notes as C2SP signed-note has it.
 *
 * <p>Files, in the log's folder: {@code signing-key} (secret) and {@code verifier-key}, in the form
 * in which others' tools take it.
 */
final class SigningKey {
  static final String FILE = "signing-key";
  static final String VERIFIER_FILE = "verifier-key";

  private static final byte ED25519 = 1;
  // Of the key as X.509 encodes it, the last bytes are the key.
  private static final int PUBLIC_KEY_BYTES = 32;
  private static final int ID_BYTES = 4;

  private final KeyPair keys;
  private final String origin;
  private final byte[] id;
  private final byte[] raw;

  private SigningKey(KeyPair keys) throws GeneralSecurityException {
    this.keys = keys;
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] name = Sha256.of(encoded);
    this.origin = "whoread/" + HexFormat.of().formatHex(name, 0, 8);
    this.raw = new byte[1 + PUBLIC_KEY_BYTES];
    raw[0] = ED25519;
    System.arraycopy(encoded, encoded.length - PUBLIC_KEY_BYTES, raw, 1, PUBLIC_KEY_BYTES);
    this.id =
        Arrays.copyOf(Sha256.of((origin + "\n").getBytes(StandardCharsets.UTF_8), raw), ID_BYTES);
  }

  /** The key of the log in a folder; it is made where there is none. */
  static SigningKey open(Path dir) throws IOException {
    try {
      SigningKey key = new SigningKey(keys(dir.resolve(FILE)));
      DurableFile.replace(
          dir.resolve(VERIFIER_FILE),
          ByteBuffer.wrap(key.verifier().getBytes(StandardCharsets.UTF_8)));
      return key;
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(dir.resolve(FILE) + ": no usable Ed25519 key", e);
    }
  }

  private static KeyPair keys(Path file) throws IOException, GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance("Ed25519");
    try {
      String[] lines = Files.readString(file).split("\n");
      if (lines.length < 2) {
        throw new GeneralSecurityException("expected two lines");
      }
      PrivateKey secret =
          factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines[0])));
      PublicKey open =
          factory.generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(lines[1])));
      return new KeyPair(open, secret);
    } catch (NoSuchFileException e) {
      KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Base64.Encoder base64 = Base64.getEncoder();
      String text =
          base64.encodeToString(keys.getPrivate().getEncoded())
              + "\n"
              + base64.encodeToString(keys.getPublic().getEncoded())
              + "\n";
      DurableFile.replaceSecret(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
      return keys;
    }
  }

  /** Name of the log. */
  String origin() {
    return origin;
  }

  private String verifier() {
    return origin
        + "+"
        + HexFormat.of().formatHex(id)
        + "+"
        + Base64.getEncoder().encodeToString(raw)
        + "\n";
  }

  /**
   * @param text ends with a newline
   */
  String sign(String text) throws IOException {
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(keys.getPrivate());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      byte[] signature = signer.sign();
      byte[] line = Arrays.copyOf(id, ID_BYTES + signature.length);
      System.arraycopy(signature, 0, line, ID_BYTES, signature.length);
      return text + "\n\u2014 " + origin + " " + Base64.getEncoder().encodeToString(line) + "\n";
    } catch (GeneralSecurityException e) {
      throw new IOException("a checkpoint cannot be signed", e);
    }
  }

  /** The text of a signed note; null where this key has not signed it. */
  String verify(String note) {
    int end = note.indexOf("\n\n");
    if (end < 0) {
      return null;
    }
    String text = note.substring(0, end + 1);
    String mine = "\u2014 " + origin + " ";
    // Others may have signed it too.
    for (String line : note.substring(end + 2).split("\n")) {
      if (line.startsWith(mine) && signed(text, line.substring(mine.length()))) {
        return text;
      }
    }
    return null;
  }

  private boolean signed(String text, String base64) {
    try {
      byte[] line = Base64.getDecoder().decode(base64);
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(keys.getPublic());
      verifier.update(text.getBytes(StandardCharsets.UTF_8));
      return line.length > ID_BYTES
          && Arrays.equals(line, 0, ID_BYTES, id, 0, ID_BYTES)
          && verifier.verify(line, ID_BYTES, line.length - ID_BYTES);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }
}
