package io.whoread.collector.log;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals the log: a Merkle tree over its entries, and every few seconds a checkpoint of it, signed
 * with the log's own Ed25519 key (C2SP tlog-checkpoint and signed-note). Whoever keeps a checkpoint
 * can later tell whether an entry was changed, or taken away from before it. What no checkpoint
 * kept elsewhere tells of, this cannot show.
 *
 * <p>Files, in the log's folder: {@code checkpoint}, {@code tile/}, {@code signing-key} (secret)
 * and {@code verifier-key}, in the form in which others' tools take it.
 */
public final class Sealer implements EncodedView {
  private static final long INTERVAL_MS = 5_000;
  private static final byte ED25519 = 1;
  // Of the key as X.509 encodes it, the last bytes are the key.
  private static final int PUBLIC_KEY_BYTES = 32;
  private static final Logger LOGGER = LoggerFactory.getLogger(Sealer.class);

  private final Path dir;
  private final String origin;
  private final PrivateKey key;
  private final byte[] keyId;
  private MerkleTree tree;
  private long sealed;
  private long lastSeal;

  private Sealer(Path dir, KeyPair keys, String origin)
      throws IOException, GeneralSecurityException {
    this.dir = dir;
    this.origin = origin;
    this.key = keys.getPrivate();
    byte[] encoded = keys.getPublic().getEncoded();
    byte[] raw = new byte[1 + PUBLIC_KEY_BYTES];
    raw[0] = ED25519;
    System.arraycopy(encoded, encoded.length - PUBLIC_KEY_BYTES, raw, 1, PUBLIC_KEY_BYTES);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    digest.update((origin + "\n").getBytes(StandardCharsets.UTF_8));
    this.keyId = Arrays.copyOf(digest.digest(raw), 4);
    String verifier =
        origin
            + "+"
            + HexFormat.of().formatHex(keyId)
            + "+"
            + Base64.getEncoder().encodeToString(raw)
            + "\n";
    DurableFile.replace(
        dir.resolve("verifier-key"), ByteBuffer.wrap(verifier.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * Opens the seals of the log in a folder; the key is made where there is none.
   *
   * @throws LogCorruptedException where a checkpoint tells of more entries than the log holds
   */
  public static Sealer open(Path dir, Log log) throws IOException {
    try {
      KeyPair keys = keys(dir.resolve("signing-key"));
      byte[] name = MessageDigest.getInstance("SHA-256").digest(keys.getPublic().getEncoded());
      Sealer sealer = new Sealer(dir, keys, "whoread/" + HexFormat.of().formatHex(name, 0, 8));
      sealer.load(log);
      return sealer;
    } catch (GeneralSecurityException e) {
      throw new IOException(dir.resolve("signing-key") + ": no usable Ed25519 key", e);
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
      Path fresh =
          Files.createTempFile(
              file.getParent(),
              ".signing-key",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, file);
      return keys;
    }
  }

  /** Goes on from the last checkpoint, if the tiles give the head that it tells. */
  private void load(Log log) throws IOException {
    tree = new MerkleTree(dir);
    Path file = dir.resolve("checkpoint");
    if (!Files.exists(file)) {
      return;
    }
    String[] lines = Files.readString(file).split("\n", -1);
    long size = lines.length < 3 ? -1 : Long.parseLong(lines[1]);
    if (size > log.end()) {
      throw new LogCorruptedException(
          file, 0, "it tells of " + size + " entries, and the log holds " + log.end());
    }
    if (size >= 0
        && tree.load(size)
        && Base64.getEncoder().encodeToString(tree.root()).equals(lines[2])) {
      sealed = size;
    } else {
      LOGGER.warn("making the tree over the log again: its tiles do not give the last checkpoint");
      tree = new MerkleTree(dir);
    }
  }

  @Override
  public String name() {
    return "seal";
  }

  @Override
  public long position() {
    return tree.size();
  }

  @Override
  public void apply(long position, Entry entry) throws IOException {
    apply(position, entry.toByteString());
  }

  @Override
  public void apply(long position, ByteString encoded) throws IOException {
    tree.add(encoded.asReadOnlyByteBuffer());
    idle();
  }

  @Override
  public void idle() throws IOException {
    long now = System.currentTimeMillis();
    if (tree.size() > sealed && now - lastSeal >= INTERVAL_MS) {
      lastSeal = now;
      seal();
    }
  }

  private void seal() throws IOException {
    tree.save();
    String head =
        origin + "\n" + tree.size() + "\n" + Base64.getEncoder().encodeToString(tree.root()) + "\n";
    byte[] signature;
    try {
      Signature signer = Signature.getInstance("Ed25519");
      signer.initSign(key);
      signer.update(head.getBytes(StandardCharsets.UTF_8));
      signature = signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IOException("the checkpoint cannot be signed", e);
    }
    byte[] line = Arrays.copyOf(keyId, keyId.length + signature.length);
    System.arraycopy(signature, 0, line, keyId.length, signature.length);
    String note =
        head + "\n\u2014 " + origin + " " + Base64.getEncoder().encodeToString(line) + "\n";
    DurableFile.replace(
        dir.resolve("checkpoint"), ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)));
    tree.clean(sealed);
    sealed = tree.size();
  }

  /** With a last checkpoint. */
  @Override
  public void close() throws IOException {
    if (tree.size() > sealed) {
      seal();
    }
  }
}
