package io.whoread.collector.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.whoread.collector.log.v1.Action;
import io.whoread.collector.log.v1.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealerTest {
  /** Segments of so many bytes: several in each test. */
  private static final int SMALL = 8_000;

  private static final int LARGE = 1 << 20;

  @TempDir private Path temp;

  /** Leaves and heads of the test that Certificate Transparency's implementations share. */
  @Test
  void headsAreThoseKnown() throws IOException {
    String[] leaves = {
      "",
      "00",
      "10",
      "2021",
      "3031",
      "40414243",
      "5051525354555657",
      "606162636465666768696a6b6c6d6e6f"
    };
    String[] heads = {
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
    };
    MerkleTree tree = new MerkleTree(temp);
    for (int i = 0; i < leaves.length; i++) {
      tree.add(MerkleTree.leaf(ByteString.copyFrom(HexFormat.of().parseHex(leaves[i]))));
      assertThat(HexFormat.of().formatHex(tree.root())).isEqualTo(heads[i]);
    }
  }

  /** Across the edges of tiles, saved and loaded in between: as RFC 9162 defines it. */
  @Test
  void headsAreThoseOfTheDefinition() throws Exception {
    List<byte[]> leaves = new ArrayList<>();
    MerkleTree tree = new MerkleTree(temp);
    long before = 0;
    int[] stops = {1, 2, 255, 256, 257, 511, 512, 513, 700, 1_023, 1_024, 1_025, 65_535, 65_536};
    int[] more = {65_537, 65_793, 66_048, 70_001};
    for (int stop :
        Arrays.stream(new int[][] {stops, more}).flatMapToInt(Arrays::stream).toArray()) {
      while (leaves.size() < stop) {
        ByteString leaf = ByteString.copyFromUtf8("entry " + leaves.size());
        leaves.add(hash((byte) 0, leaf.toByteArray()));
        tree.add(MerkleTree.leaf(leaf));
      }
      assertThat(tree.root()).as("%d", stop).isEqualTo(head(leaves, 0, leaves.size()));
      tree.save();
      tree.clean(before);
      before = stop;
      MerkleTree loaded = new MerkleTree(temp);
      assertThat(loaded.load(stop)).isTrue();
      assertThat(loaded.root()).isEqualTo(tree.root());
      tree = loaded;
    }
    assertThat(temp.resolve("tile/0/000")).hasSize(256 * 32);
    assertThat(temp.resolve("tile/1/000")).hasSize(256 * 32);
    assertThat(temp.resolve("tile/2/000.p/1")).hasSize(32);
    assertThat(temp.resolve("tile/0/273.p/" + 70_001 % 256)).exists();
    try (Stream<Path> files = Files.walk(temp)) {
      // Of each level one tile at the right edge, and what was partial once is gone.
      assertThat(files.filter(file -> file.getFileName().toString().endsWith(".p"))).hasSize(3);
    }
  }

  @Test
  void checkpointIsSignedAndOverWhatTheLogHolds() throws Exception {
    for (int round = 1; round <= 3; round++) {
      seal(151);
      List<byte[]> leaves = leaves();
      assertThat(leaves).hasSize(151 * round);
      verify(checkpoint(), leaves);
    }
  }

  @Test
  void emptyLogIsSealedBeforeItsFirstEntry() throws Exception {
    seal(0);
    verify(checkpoint(), List.of());
  }

  @Test
  void logCutBackBehindItsCheckpointStopsTheStart() throws Exception {
    seal(600);
    List<Path> segments;
    try (Stream<Path> files = Files.list(temp)) {
      segments = files.filter(Segment::is).sorted().toList();
    }
    // The last one may have been begun for nothing yet.
    for (Path segment : segments.subList(segments.size() - 2, segments.size())) {
      Files.delete(segment);
    }
    refused("it tells of 600 entries, and the log holds ");
  }

  /** Its frames are whole, and it is not the log that was sealed. */
  @Test
  void alteredLogIsNotSealedWhenItsTilesAreDeleted() throws Exception {
    seal(600);
    String before = checkpoint();
    String place = alter(417);
    // Tiles of the leaves tell which entry it is ...
    delete(temp.resolve("tile/1"));
    refused(place + ": the entry there is not the one that was sealed. Restore");
    // ... and without them, the checkpoint that it is not the log of then.
    delete(temp.resolve("tile"));
    refused("it tells of 600 entries with the head ");
    assertThat(checkpoint()).isEqualTo(before);
    assertThat(temp.resolve("tile")).doesNotExist();
  }

  @Test
  void tilesAreMadeAgainAndNoCheckpointGoesBack() throws Exception {
    seal(600);
    String before = checkpoint();
    delete(temp.resolve("tile"));
    try (LocalLog log = LocalLog.open(temp, SMALL);
        Sealer sealer = Sealer.open(temp, log);
        LocalCursor cursor = log.open(0)) {
      while (cursor.next()) {
        sealer.apply(cursor.position(), cursor.encoded());
        assertThat(checkpoint()).isEqualTo(before);
      }
    }
    assertThat(checkpoint()).isEqualTo(before);
    MerkleTree tree = new MerkleTree(temp);
    assertThat(tree.load(600)).isTrue();
    seal(10);
    verify(checkpoint(), leaves());
  }

  @Test
  void sealsThatWereTakenAwayAreRenewedOnlyOnDemand() throws Exception {
    seal(600);
    delete(temp.resolve("tile"));
    Files.delete(temp.resolve("checkpoint"));
    byte[] key = Files.readAllBytes(temp.resolve("verifier-key"));
    refused("checkpoint: missing, while the log holds 600 entries: it was taken away");
    try (LocalLog log = LocalLog.open(temp, SMALL)) {
      seal(log, Sealer.renew(temp, log), 5);
    }
    assertThat(Files.readAllBytes(temp.resolve("verifier-key"))).isNotEqualTo(key);
    List<byte[]> leaves = leaves();
    assertThat(leaves).hasSize(606);
    verify(checkpoint(), leaves);
    try (Stream<Path> files = Files.list(temp)) {
      Path aside =
          files.filter(f -> f.getFileName().toString().startsWith("seals-")).findAny().get();
      assertThat(aside.resolve("verifier-key")).hasBinaryContent(key);
    }
    try (LocalLog log = LocalLog.open(temp, SMALL);
        LocalCursor cursor = log.open(600)) {
      assertThat(cursor.next()).isTrue();
      Action action = cursor.entry().getAction();
      assertThat(action.getKind()).isEqualTo(Action.Kind.RENEWED_SEALS);
      assertThat(action.getReason()).contains("it was taken away");
      // Where they hold, there is nothing to renew.
      Sealer.renew(temp, log).close();
      assertThat(log.end()).isEqualTo(606);
    }
  }

  @Test
  void checkpointOfAnotherKeyStopsTheStart() throws Exception {
    seal(10);
    Files.delete(temp.resolve("signing-key"));
    refused("signing-key: missing, while the log holds 10 entries: it was taken away");
    assertThat(temp.resolve("signing-key")).doesNotExist();
    Path other = temp.resolve("other");
    try (LocalLog log = LocalLog.open(other)) {
      Sealer.open(other, log).close();
    }
    Files.copy(other.resolve("signing-key"), temp.resolve("signing-key"));
    refused("checkpoint: it is not signed with the key in signing-key");
  }

  /**
   * A copy of a living log may hold later tiles than the checkpoint that was copied before them.
   */
  @Test
  void earlierCheckpointIsFoundInLaterTiles() throws Exception {
    for (int more : new int[] {3, 300, 1_000}) {
      seal(130);
      String earlier = checkpoint();
      seal(more);
      Files.writeString(temp.resolve("checkpoint"), earlier);
      MerkleTree tree = new MerkleTree(temp);
      assertThat(tree.load(Long.parseLong(earlier.split("\n")[1]))).isTrue();
      assertThat(Base64.getEncoder().encodeToString(tree.root())).isEqualTo(earlier.split("\n")[2]);
      seal(1);
      verify(checkpoint(), leaves());
    }
  }

  /** A disk that is full when a tile is due: the tree is as it was, and goes on from there. */
  @Test
  void tileThatCannotBeWrittenIsWrittenLater() throws Exception {
    Path obstacle = temp.resolve("tile/0/000.new");
    sealAround(obstacle, 255);
    assertThat(temp.resolve("tile/0/000")).hasSize(256 * 32);
    assertThat(temp.resolve("tile/1/000.p/1")).hasSize(32);
  }

  /** The tile below it is on disk by then. */
  @Test
  void tileAboveAnotherThatCannotBeWrittenIsWrittenLater() throws Exception {
    Path obstacle = temp.resolve("tile/1/000.new");
    sealAround(obstacle, 65_535);
    assertThat(temp.resolve("tile/1/000")).hasSize(256 * 32);
    assertThat(temp.resolve("tile/2/000.p/1")).hasSize(32);
  }

  /** Seals so many entries, and one more while an obstacle is where a tile's file is made. */
  private void sealAround(Path obstacle, int entries) throws Exception {
    seal(entries);
    Files.createDirectories(obstacle);
    try (LocalLog log = LocalLog.open(temp, LARGE);
        Sealer sealer = Sealer.open(temp, log)) {
      log.append(Entry.newBuilder().setService("shop").build()).join();
      try (Follower follower = new Follower(log, sealer)) {
        follower.start();
        await().until(() -> follower.failures() >= 2);
        assertThat(follower.failure()).isInstanceOf(IOException.class);
        Files.delete(obstacle);
        await().atMost(Duration.ofSeconds(20)).until(() -> follower.lag() == 0);
        assertThat(sealer.position()).isEqualTo(entries + 1);
      }
    }
    verify(checkpoint(), leaves());
    seal(1);
    verify(checkpoint(), leaves());
  }

  private void seal(int more) throws IOException {
    try (LocalLog log = LocalLog.open(temp, more > 10_000 ? LARGE : SMALL)) {
      seal(log, Sealer.open(temp, log), more);
    }
  }

  private static void seal(LocalLog log, Sealer sealer, int more) throws IOException {
    try (sealer) {
      CompletableFuture<Long> last = CompletableFuture.completedFuture(log.end() - 1);
      for (int i = 0; i < more; i++) {
        last =
            log.append(
                Entry.newBuilder()
                    .setService("shop")
                    .setBatch(ByteString.copyFromUtf8("batch " + i))
                    .build());
      }
      last.join();
      Follower follower = new Follower(log, sealer);
      follower.start();
      await().until(() -> follower.lag() == 0);
      follower.close();
    }
  }

  private void refused(String why) throws IOException {
    try (LocalLog log = LocalLog.open(temp, SMALL)) {
      assertThatThrownBy(() -> Sealer.open(temp, log))
          .isInstanceOf(BrokenSealException.class)
          .hasMessageContaining(why)
          .hasMessageContaining("--renew-seals");
    }
  }

  /** Changes an entry as one would who knows the format; returns where it is. */
  private String alter(long position) throws IOException {
    String place;
    try (LocalLog log = LocalLog.open(temp, SMALL);
        LocalCursor cursor = log.open(position)) {
      cursor.next();
      place = cursor.place();
    }
    String[] parts = place.split(", offset ");
    int at = Integer.parseInt(parts[1]);
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(Path.of(parts[0])));
    int length = Frame.length(bytes, at);
    int lastByte = at + Frame.HEADER + length - 1;
    bytes.put(lastByte, (byte) (bytes.get(lastByte) ^ 1));
    Frame.seal(bytes, at, length, Frame.group(bytes, at));
    Files.write(Path.of(parts[0]), bytes.array());
    return place;
  }

  private String checkpoint() throws IOException {
    return Files.readString(temp.resolve("checkpoint"));
  }

  private List<byte[]> leaves() throws Exception {
    List<byte[]> leaves = new ArrayList<>();
    try (LocalLog log = LocalLog.open(temp, SMALL);
        LocalCursor cursor = log.open(0)) {
      while (cursor.next()) {
        leaves.add(hash((byte) 0, cursor.encoded().toByteArray()));
      }
    }
    return leaves;
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private void verify(String note, List<byte[]> leaves) throws Exception {
    String[] parts = note.split("\n\n");
    String[] lines = parts[0].split("\n");
    assertThat(lines).hasSize(3);
    assertThat(lines[1]).isEqualTo(Integer.toString(leaves.size()));
    assertThat(lines[2])
        .isEqualTo(Base64.getEncoder().encodeToString(head(leaves, 0, leaves.size())));
    String[] verifier = Files.readString(temp.resolve("verifier-key")).trim().split("\\+", 3);
    assertThat(parts[1]).startsWith("\u2014 " + lines[0] + " ").endsWith("\n");
    byte[] signed = Base64.getDecoder().decode(parts[1].trim().split(" ")[2]);
    assertThat(HexFormat.of().formatHex(signed, 0, 4)).isEqualTo(verifier[1]);
    byte[] key = Base64.getDecoder().decode(verifier[2]);
    byte[] x509 = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] encoded = Arrays.copyOf(x509, x509.length + 32);
    System.arraycopy(key, 1, encoded, x509.length, 32);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update((parts[0] + "\n").getBytes(StandardCharsets.UTF_8));
    assertThat(signature.verify(Arrays.copyOfRange(signed, 4, signed.length))).isTrue();
  }

  /** RFC 9162, section 2.1.1, word by word. */
  private static byte[] head(List<byte[]> leaves, int from, int to) throws Exception {
    if (to == from) {
      return MessageDigest.getInstance("SHA-256").digest();
    }
    if (to - from == 1) {
      return leaves.get(from);
    }
    int split = Integer.highestOneBit(to - from - 1);
    return hash((byte) 1, head(leaves, from, from + split), head(leaves, from + split, to));
  }

  private static byte[] hash(byte prefix, byte[]... parts) throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(prefix);
    for (byte[] part : parts) {
      sha256.update(part);
    }
    return sha256.digest();
  }
}
