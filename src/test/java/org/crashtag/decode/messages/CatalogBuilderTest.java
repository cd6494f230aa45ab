package org.crashtag.decode.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.PrivateText;
import org.crashtag.layout.pdb.PdbBuilder;
import org.crashtag.source.CompressedPdb;
import org.crashtag.source.cab.CabinetBuilder;
import org.crashtag.source.cab.MszipEncoder;
import org.crashtag.storage.LocalStorage;
import org.crashtag.testing.ForwardingStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CatalogBuilderTest {
  private static final String GUID = "6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b";
  private static final String OTHER = "7f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b";

  @TempDir private Path folder;
  private Path sources;
  private Path catalogs;
  private final List<String> read = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private String unreadable = "none";
  private String tooLarge = "none";

  /** Path of a catalog that another run removes as soon as this run has opened it. */
  private String removed = "none";

  @BeforeEach
  void makeFolders() throws IOException {
    sources = Files.createDirectory(folder.resolve("sources"));
    catalogs = Files.createDirectory(folder.resolve("catalogs"));
  }

  private final LocalStorage local = new LocalStorage();

  /** Records which sources are opened. */
  private ForwardingStorage storage() {
    return new ForwardingStorage(local) {
      @Override
      public SeekableByteChannel open(String path) throws IOException {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.equals(unreadable)) {
          throw new IOException("the disk is on fire");
        }
        if (name.equals(tooLarge)) {
          throw new OutOfMemoryError("Java heap space");
        }
        if (!path.startsWith(catalogs.toString())) {
          read.add(name);
        }
        SeekableByteChannel channel = super.open(path);
        if (path.equals(removed)) {
          Files.delete(Path.of(path));
        }
        return channel;
      }
    };
  }

  private static String tmf(String guid, String... formats) {
    StringBuilder text = new StringBuilder(guid + " falcon // SRC=a.c MJ= MN=\n");
    for (String format : formats) {
      text.append("#typev a_c1 10 \"").append(format).append("\" // LEVEL=L FUNC=F\n{\n");
      if (format.contains("%10")) {
        text.append("a, ItemLong -- 10\n");
      }
      text.append("}\n");
    }
    return text.toString();
  }

  private Path write(String name, String text) throws IOException {
    Path file = sources.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text, UTF_8);
  }

  private TextCatalog build(Path... paths) throws IOException, NoSourceException {
    read.clear();
    warnings.clear();
    ForwardingStorage storage = storage();
    return new CatalogBuilder(
            storage,
            path -> CompressedPdb.open(storage, path),
            catalogs.toString(),
            (path, message) -> warnings.add(path + ": " + message))
        .build(Stream.of(paths).map(Path::toString).toList(), List.of());
  }

  private String text(TextCatalog catalog, String guid, byte... arguments) {
    return DriverTexts.open(local, catalog)
        .messages()
        .reader(new PrivateText(new Privacy(Privacy.Mode.KEEP, new byte[1])))
        .message(Guid.constant(guid), 10, Bytes.of(arguments), 0, 8)
        .text();
  }

  @Test
  void folderMeansAllFilesBelowIt() throws Exception {
    write("store/a.pdb/0123/deep.TMF", tmf(GUID, "deep"));
    write("store/readme.txt", "hello");
    TextCatalog catalog = build(sources);

    assertThat(text(catalog, GUID)).isEqualTo("deep");
    assertThat(text(catalog, OTHER)).isNull();
    assertThat(read).containsExactly("deep.TMF");
    assertThat(warnings).isEmpty();
  }

  @Test
  void firstThatFitsCountsInTheOrderGiven() throws Exception {
    Path first = write("z.tmf", tmf(GUID, "one %10!d!", "one plain"));
    Path second = write("a.tmf", tmf(GUID, "two %10!d!", "two plain"));

    TextCatalog given = build(first, second);
    assertThat(text(given, GUID, (byte) 7, (byte) 0, (byte) 0, (byte) 0)).isEqualTo("one 7");
    assertThat(text(given, GUID)).isEqualTo("one plain");
    assertThat(text(given, GUID, (byte) 7)).isNull();
    assertThat(DriverTexts.open(local, given).messages().format(Guid.constant(GUID), 10))
        .isEqualTo("one %10!d!");
    TextCatalog sorted = build(sources);
    assertThat(text(sorted, GUID)).isEqualTo("two plain");
    assertThat(sorted.messages()).isNotEqualTo(given.messages());
  }

  @Test
  void pathWithoutASourceIsNamed() throws IOException {
    write("readme.txt", "hello");
    assertThatThrownBy(() -> build(sources))
        .isInstanceOf(NoSourceException.class)
        .hasMessage(sources + ": no .tmf or .pdb file");
    assertThatThrownBy(() -> build(sources.resolve("gone")))
        .isInstanceOf(NoSourceException.class)
        .hasMessage(sources.resolve("gone") + ": no such file or folder");
    assertThatThrownBy(() -> build(sources.resolve("readme.txt")))
        .isInstanceOf(NoSourceException.class);
  }

  @Test
  void fileThatCannotBeParsedCostsItselfAndOneLine() throws Exception {
    write("bad.pdb", "MZ");
    write("bad.tmf", "hello\n");
    write("good.tmf", tmf(GUID, "good"));

    for (int run = 0; run < 2; run++) {
      assertThat(text(build(sources), GUID)).isEqualTo("good");
      assertThat(warnings)
          .containsExactly(
              sources.resolve("bad.pdb") + ": corrupt: not a PDB",
              sources.resolve("bad.tmf")
                  + ": corrupt: line 1 is neither a comment nor a message GUID");
    }
    assertThat(read).as("known from the first run").isEmpty();
  }

  @Test
  void fileThatCannotBeReadIsTriedAgain() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    write("b.tmf", tmf(OTHER, "b"));
    unreadable = "a.tmf";
    assertThat(text(build(sources), OTHER)).isEqualTo("b");
    assertThat(warnings)
        .containsExactly(sources.resolve("a.tmf") + ": cannot be read: the disk is on fire");

    unreadable = "none";
    assertThat(text(build(sources), GUID)).isEqualTo("a");
    assertThat(read).containsExactly("a.tmf");
    assertThat(warnings).isEmpty();
  }

  @Test
  void onlyWhatChangedIsReadAgain() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    Path changed = write("b.tmf", tmf(OTHER, "b"));
    TextCatalog first = build(sources);
    assertThat(read).containsExactly("a.tmf", "b.tmf");

    assertThat(build(sources)).isEqualTo(first);
    assertThat(read).isEmpty();
    write("b.tmf", tmf(OTHER, "c"));
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000_000_000L));
    TextCatalog second = build(sources);
    assertThat(read).containsExactly("b.tmf");
    assertThat(text(second, GUID)).isEqualTo("a");
    assertThat(text(second, OTHER)).isEqualTo("c");
    assertThat(second.messages()).isNotEqualTo(first.messages());
  }

  @Test
  void fingerprintIsThatOfTheMessagesNotOfTheirPlace() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    TextCatalog first = build(sources);
    write("b.tmf", "// the same again\n" + tmf(GUID, "a"));
    TextCatalog second = build(sources);

    assertThat(second.path()).isNotEqualTo(first.path());
    assertThat(second.messages()).isEqualTo(first.messages());
  }

  @Test
  void equalMessagesOfManyBuildsAreKeptOnce() throws Exception {
    String text = tmf(GUID, "x".repeat(10_000) + " %10!d!");
    write("0.tmf", text);
    long one = Files.size(Path.of(build(sources).path()));
    for (int i = 1; i < 200; i++) {
      write(i + ".tmf", "// build " + i + "\n" + text);
    }

    assertThat(Files.size(Path.of(build(sources).path()))).isLessThan(one + 200 * 100);
  }

  @Test
  void damagedOrCutCatalogIsMadeAgain() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    byte[] whole = Files.readAllBytes(Path.of(build(sources).path()));
    int found = 0;
    for (int at = 0; at < whole.length; at += 7) {
      for (Path old : files(catalogs)) {
        Files.delete(old);
      }
      byte[] changed = whole.clone();
      changed[at] ^= 0x40;
      Files.write(catalogs.resolve("changed" + at), changed);
      Files.write(catalogs.resolve("cut" + at), java.util.Arrays.copyOf(whole, at));
      TextCatalog catalog = build(sources);
      boolean used = catalog.path().endsWith("changed" + at);
      try {
        // Where a damaged catalog is used, the bit only fills up the directory's last byte.
        assertThat(text(catalog, GUID)).isEqualTo("a");
      } catch (UncheckedIOException e) {
        // The directory is whole: the damaged block is found when it is wanted.
        assertThat(used).isTrue();
        found++;
      }
    }
    assertThat(found).isPositive();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void pdbOfASymbolStoreCanBeCompressed() throws Exception {
    write("a.tmf", tmf(GUID, "%10!s!").replace("ItemLong", "ItemEnum(STATE)"));
    byte[] pdb = new PdbBuilder().enumeration("_STATE", 7, "Idle").toBytes();
    CabinetBuilder cabinet = new CabinetBuilder().folder(new MszipEncoder());
    Path stored = sources.resolve("acme.pdb/" + "0".repeat(32) + "1/acme.PD_");
    Files.createDirectories(stored.getParent());
    Files.write(stored, cabinet.file("acme.pdb", pdb).toBytes());

    assertThat(text(build(sources), GUID, new byte[] {7, 0, 0, 0})).isEqualTo("Idle");
    assertThat(warnings).isEmpty();

    Files.write(stored, cabinet.file("other.pdb", pdb).toBytes());
    assertThat(text(build(sources), GUID, new byte[] {7, 0, 0, 0})).isEqualTo("7");
    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("unsupported: a compressed PDB is a cabinet with one file; this one has 2");
  }

  @Test
  void sourceThatNeedsTooMuchMemoryCostsOnlyItself() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    write("b.tmf", tmf(OTHER, "b"));
    tooLarge = "a.tmf";

    TextCatalog catalog = build(sources);

    assertThat(warnings)
        .singleElement()
        .asString()
        .endsWith("a.tmf: can't be read: java.lang.OutOfMemoryError: Java heap space");
    assertThat(text(catalog, OTHER)).isEqualTo("b");
  }

  @Test
  void othersAreRemovedWhenNobodyNeedsThem() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    build(sources);
    write("b.tmf", tmf(OTHER, "b"));
    TextCatalog last = build(sources);
    assertThat(files(catalogs)).hasSize(2);

    Instant later = Instant.now().plus(Duration.ofMinutes(61));
    CatalogBuilder.keepOnly(local, catalogs.toString(), TextCatalog.NONE, later);
    assertThat(files(catalogs)).hasSize(2);
    CatalogBuilder.keepOnly(local, catalogs.toString(), last, later);
    assertThat(files(catalogs)).containsExactly(Path.of(last.path()));
  }

  /** Two runs build their catalogs; the one that gets the lock first must leave the other's. */
  @Test
  void catalogOfARunThatWaitsIsNotRemoved() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    TextCatalog first = build(sources);
    write("b.tmf", tmf(OTHER, "b"));
    TextCatalog second = build(sources);

    CatalogBuilder.keepOnly(local, catalogs.toString(), second, Instant.now());

    assertThat(text(first, GUID)).isEqualTo("a");
    assertThat(text(second, OTHER)).isEqualTo("b");
  }

  @Test
  void sourceIsReadAgainIfItsCatalogIsRemovedMeanwhile() throws Exception {
    write("a.tmf", tmf(GUID, "a"));
    TextCatalog first = build(sources);
    write("b.tmf", tmf(OTHER, "b"));
    removed = first.path();
    TextCatalog second = build(sources);

    assertThat(files(catalogs)).containsExactly(Path.of(second.path()));
    assertThat(read).containsExactly("a.tmf", "b.tmf");
    assertThat(text(second, GUID)).isEqualTo("a");
  }

  @Test
  void nothingIsWrittenWithoutSources() throws Exception {
    assertThat(build()).isEqualTo(TextCatalog.NONE);
    assertThat(files(catalogs)).isEmpty();
  }

  private void writePdb(String name, int value) throws IOException {
    PdbBuilder pdb = new PdbBuilder().enumeration("_STATE", value, "Idle");
    Files.write(sources.resolve(name), pdb.toBytes());
  }

  @Test
  void enumerationsOfAnyPdbAreUsedTheFirstByName() throws Exception {
    write("a.tmf", tmf(GUID, "%10!s!").replace("ItemLong", "ItemEnum(STATE)"));
    writePdb("b.pdb", 7);
    writePdb("c.pdb", 8);
    TextCatalog both = build(sources);

    assertThat(text(both, GUID, (byte) 7, (byte) 0, (byte) 0, (byte) 0)).isEqualTo("Idle");
    assertThat(text(both, GUID, (byte) 8, (byte) 0, (byte) 0, (byte) 0)).isEqualTo("8");
    assertThat(read).as("c.pdb is read for messages only").containsOnlyOnce("c.pdb");
    Files.delete(sources.resolve("b.pdb"));
    TextCatalog second = build(sources);
    assertThat(text(second, GUID, (byte) 8, (byte) 0, (byte) 0, (byte) 0)).isEqualTo("Idle");
    assertThat(second.messages()).isNotEqualTo(both.messages());
  }

  @Test
  void pdbsSayWhatTheirTmfSays() throws Exception {
    PdbBuilder pdb =
        new PdbBuilder()
            .module(
                "m",
                new PdbBuilder.Symbols()
                    .procedure("Falcon::Start")
                    .annotation("TMC:", GUID, "FalconTrace")
                    .annotation(
                        "TMF:",
                        GUID + " falcon // SRC=Unknown_cxx00 MJ= MN=",
                        "#typev Unknown_cxx00 10 \"%0[%!FUNC!] started\" // LEVEL=L",
                        "{",
                        "}",
                        "PUBLIC_TMF:"));
    Files.write(sources.resolve("falcon.pdb"), pdb.toBytes());

    assertThat(text(build(sources), GUID)).isEqualTo("[Falcon::Start] started");
  }
}
