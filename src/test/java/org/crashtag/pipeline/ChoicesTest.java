package org.crashtag.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.crashtag.decode.Privacy;
import org.crashtag.decode.messages.TextCatalog;
import org.crashtag.sample.KmdfList;
import org.crashtag.store.Manifest;
import org.crashtag.testing.DumpBytes;
import org.crashtag.testing.TestKey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The user's choices: tags, bytes to keep, hashes, tables, names. */
class ChoicesTest {
  private static final String TAGS =
      "SELECT ordinal, status, records, sha256 IS NOT NULL, data IS NOT NULL FROM tags ORDER BY 1";

  @TempDir private Path folder;
  private Path archive;
  private Path output;

  @BeforeEach
  void makeArchive() throws IOException {
    archive = Files.createDirectories(folder.resolve("archive"));
    output = folder.resolve("tables");
    Files.write(archive.resolve("a.dmp"), DumpBytes.of(SampleDumps.minidump(1)));
  }

  private Manifest run(
      List<String> tags,
      List<String> keep,
      RunOptions.Hashing hashing,
      List<String> tables,
      String moreTags)
      throws IOException {
    RunOptions options =
        new RunOptions(
            output.toString(),
            RunOptions.Reading.of(List.of(archive.toString())),
            new RunOptions.Decoding(tags, moreTags, Map.of(), List.of(), TextCatalog.NONE),
            new RunOptions.Writing(tables, keep, hashing, 2, false),
            new RunOptions.PrivateValues(Privacy.Mode.HASH, TestKey.file().toString()),
            RunOptions.Description.NONE,
            List.of());
    return TestRuns.run(options).manifest().orElseThrow();
  }

  private List<String> ask(String question) throws Exception {
    return TestRuns.ask(output, question);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void withoutChoicesWhatIsDecodedIsHashed() throws Exception {
    run(List.of(), List.of(), RunOptions.Hashing.READ, List.of(), "");
    assertThat(ask(TAGS))
        .containsExactly(
            "0|decoded|2|true|false", "1|empty|0|false|false", "2|unknown|0|false|false");
    assertThat(ask("SELECT sha256 FROM tags WHERE ordinal = 0"))
        .containsExactly(sha256(SampleDumps.kmdfList()));
    assertThat(ask("SELECT decoder FROM tags ORDER BY ordinal"))
        .containsExactly("kmdf 1", "null", "null");
  }

  @Test
  void hashAllHashesAll() throws Exception {
    run(List.of(), List.of(), RunOptions.Hashing.ALL, List.of(), "");
    assertThat(ask("SELECT sha256 FROM tags ORDER BY ordinal"))
        .containsExactly(
            sha256(SampleDumps.kmdfList()), sha256(new byte[0]), sha256(SampleDumps.UNKNOWN_DATA));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kmdf", "kmdf_drivers", "{F87E4A4C-C5A1-4D2F-BFF0D5DE63A5E4C3}"})
  void tagsAreChosenByAnyOfTheirNames(String tag) throws Exception {
    run(List.of(tag), List.of(), RunOptions.Hashing.READ, List.of(), "");
    assertThat(ask("SELECT count(*) FROM kmdf_drivers")).containsExactly("2");
    assertThat(ask("SELECT status FROM tags WHERE ordinal = 0")).containsExactly("decoded");
  }

  @Test
  void otherTagsAreListedButNotDecoded() throws Exception {
    run(List.of(SampleDumps.UNKNOWN.toString()), List.of(), RunOptions.Hashing.READ, List.of(), "");
    assertThat(ask(TAGS))
        .containsExactly(
            "0|skipped|0|false|false", "1|empty|0|false|false", "2|unknown|0|false|false");
    assertThat(ask("SELECT * FROM kmdf_drivers")).isEmpty();
  }

  @Test
  void keptBytesAreTheBlobs() throws Exception {
    run(List.of(), List.of("all"), RunOptions.Hashing.READ, List.of(), "");
    assertThat(ask("SELECT hex(data) FROM tags ORDER BY ordinal"))
        .containsExactly(
            HexFormat.of().withUpperCase().formatHex(SampleDumps.kmdfList()),
            "",
            HexFormat.of().withUpperCase().formatHex(SampleDumps.UNKNOWN_DATA));
  }

  @Test
  void onlyTheBytesThatWereAskedForAreKept() throws Exception {
    run(List.of(), List.of(SampleDumps.UNKNOWN.braced()), RunOptions.Hashing.READ, List.of(), "");
    assertThat(ask(TAGS))
        .containsExactly(
            "0|decoded|2|true|false", "1|empty|0|false|false", "2|unknown|0|true|true");
  }

  @Test
  void onlyChosenTablesAreWrittenAndAlwaysSourcesAndRejects() throws Exception {
    Files.write(archive.resolve("empty.dmp"), new byte[0]);
    Manifest manifest =
        run(List.of(), List.of(), RunOptions.Hashing.READ, List.of("kmdf_drivers"), "");
    assertThat(manifest.tables())
        .extracting(Manifest.Table::name)
        .containsExactly("sources", "kmdf_drivers", "rejects");
    assertThat(output.resolve("dumps")).doesNotExist();
    assertThat(output.resolve("modules")).doesNotExist();
    assertThat(ask("SELECT count(*) FROM kmdf_drivers")).containsExactly("2");
    assertThat(ask("SELECT count(*) FROM sources")).containsExactly("2");
    assertThat(ask("SELECT reason FROM rejects")).containsExactly("empty");
    assertThat(ask("SELECT * FROM dumps")).isEmpty();
  }

  @Test
  void usersNamesOfTagsAreInTheTables() throws Exception {
    String names =
        SampleDumps.UNKNOWN + "\tours\tOur driver\n" + KmdfList.TAG + "\tdrivers\tSomebody\n";
    run(List.of(), List.of("ours"), RunOptions.Hashing.READ, List.of(), names);
    assertThat(ask("SELECT tag_name, owner, data IS NOT NULL FROM tags ORDER BY ordinal"))
        .startsWith("drivers|Somebody|false")
        .endsWith("ours|Our driver|true");
  }
}
