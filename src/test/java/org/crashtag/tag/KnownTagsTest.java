package org.crashtag.tag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.crashtag.bytes.Guid;
import org.crashtag.tag.KnownTags.FaultyLineException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KnownTagsTest {
  private static final Pattern GUID = Pattern.compile("[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}");

  /** A GUID in the log's data; it is not a tag. */
  private static final Guid LOG_HEADER = Guid.constant("544d4c9d-942c-46d5-bf50-df5cd9524a50");

  private static final String MINE = "11111111-2222-3333-4444-555555555555";

  @ParameterizedTest
  @CsvSource({
    "f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3, kmdf",
    "bc5c008f-1e3a-44d7-988d-86f6884c6758, smbios",
    "00000000-0000-0000-0000-000000000000, nil",
    "335d5e04-5638-4e58-aa36-7ed1cfe76fd6, win32kfull-log",
    "335d5e04-563b-4e58-aa36-7ed1cfe76fd6, win32kfull-log",
    "0f81ec00-9e5a-48e6-b899-eb3bbeede741, win32kbase-log",
    "67fc721a-2852-1111-2222-333333333333, amdppm-log",
    "d00ce1f5-d60c-41c2-af75-a4370c9976a3, intel-display"
  })
  void tagsAndFamiliesHaveNames(String tag, String name) {
    assertThat(KnownTags.builtIn().of(Guid.constant(tag)).orElseThrow().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        MINE,
        "335d5e04-5638-4e58-aa36-7ed1cfe76fd7",
        "335d5e05-5638-4e58-aa36-7ed1cfe76fd6"
      })
  void othersHaveNone(String tag) {
    assertThat(KnownTags.builtIn().of(Guid.constant(tag))).isEmpty();
  }

  @Test
  void everyTagOfTheFormatsDescriptionIsKnown() throws IOException {
    Path description = Path.of("../shared/FORMAT.md");
    Assumptions.assumeTrue(Files.exists(description), "the description isn't here");
    KnownTags known = KnownTags.builtIn();

    assertThat(GUID.matcher(Files.readString(description)).results())
        .extracting(found -> Guid.constant(found.group()))
        .hasSizeGreaterThan(25)
        .filteredOn(tag -> !tag.equals(LOG_HEADER))
        .allSatisfy(tag -> assertThat(known.of(tag)).as(tag.toString()).isPresent());
  }

  @Test
  void listIsPrintedAsItStands() {
    assertThat(KnownTags.builtIn().lines())
        .extracting(line -> line.tags().toString())
        .startsWith("f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3")
        .contains("335d5e04-*-4e58-aa36-7ed1cfe76fd6")
        .doesNotHaveDuplicates();
  }

  @Test
  void usersListAddsAndReplaces() throws Exception {
    KnownTags known = KnownTags.builtIn();
    int before = known.lines().size();
    known.add(
        new StringReader(
            """
            # a comment

            {11111111-2222-3333-4444555555555555}\tmine\tour driver
            BC5C008F-1E3A-44D7-988D-86F6884C6758\tfirmware\tour name for it\r
            335D5E04-*-4e58-aa36-7ed1cfe76fd6\tours\tour family
            aaaaaaaa-*-*-*-*\tfamily\tanother family\
            """));

    assertThat(known.of(Guid.constant(MINE))).contains(new KnownTag("mine", "our driver"));
    assertThat(known.of(Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758")))
        .contains(new KnownTag("firmware", "our name for it"));
    assertThat(known.of(Guid.constant("335d5e04-0001-4e58-aa36-7ed1cfe76fd6")))
        .contains(new KnownTag("ours", "our family"));
    assertThat(known.of(Guid.constant("aaaaaaaa-0000-0000-0000-000000000000")))
        .contains(new KnownTag("family", "another family"));
    assertThat(known.lines()).hasSize(before + 2);
  }

  @Test
  void tagOfItsOwnGoesBeforeItsFamily() throws Exception {
    KnownTags known = KnownTags.builtIn();
    known.add(new StringReader("335d5e04-5638-4e58-aa36-7ed1cfe76fd6\tnames\twin32kfull"));

    assertThat(known.of(Guid.constant("335d5e04-5638-4e58-aa36-7ed1cfe76fd6")))
        .contains(new KnownTag("names", "win32kfull"));
  }

  @ParameterizedTest
  @CsvSource({
    "'kmdf\tname\towner', no GUID: kmdf",
    "'1111-*\tname\towner', no GUID: 1111-*",
    "'*-*-*-*\tname\towner', no GUID: *-*-*-*",
    "'11111111-*-*-*-55555555555\tname\towner', no GUID",
    "11111111-2222-3333-4444-555555555555, three fields",
    "'11111111-2222-3333-4444-555555555555\tname', three fields",
    "'11111111-2222-3333-4444-555555555555\tname\towner\tmore', three fields"
  })
  void faultyLineIsNamedByItsNumber(String line, String message) {
    assertThatExceptionOfType(FaultyLineException.class)
        .isThrownBy(() -> KnownTags.builtIn().add(new StringReader("# list\n\n" + line)))
        .withMessageStartingWith("line 3: ")
        .withMessageContaining(message);
  }
}
