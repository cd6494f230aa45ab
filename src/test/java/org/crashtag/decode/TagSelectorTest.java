package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.Predicate;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.TagSelector.UnknownTagException;
import org.crashtag.tag.KnownTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TagSelectorTest {
  private static final Guid KMDF = Guid.constant("f87e4a4c-c5a1-4d2f-bff0-d5de63a5e4c3");
  private static final Guid SMBIOS = Guid.constant("bc5c008f-1e3a-44d7-988d-86f6884c6758");
  private static final Guid WIN32K = Guid.constant("335d5e04-5638-4e58-aa36-7ed1cfe76fd6");
  private static final Guid UNKNOWN = Guid.constant("11111111-2222-3333-4444-555555555555");

  private final TagSelector selector = new TagSelector(KnownTags.builtIn(), Decoders.load());

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kmdf",
        "kmdf_drivers",
        "{F87E4A4C-C5A1-4D2F-BFF0-D5DE63A5E4C3}",
        "{F87E4A4C-C5A1-4D2F-BFF0D5DE63A5E4C3}"
      })
  void tagHasManyNames(String name) throws UnknownTagException {
    Predicate<Guid> selected = selector.select(List.of(name));

    assertThat(selected).accepts(KMDF).rejects(SMBIOS, UNKNOWN, Guid.NIL);
  }

  @Test
  void namesAddUp() throws UnknownTagException {
    assertThat(selector.select(List.of("kmdf", UNKNOWN.toString())))
        .accepts(KMDF, UNKNOWN)
        .rejects(SMBIOS);
    assertThat(selector.select(List.of())).rejects(KMDF, SMBIOS, UNKNOWN);
  }

  @Test
  void familyIsSelectedByItsName() throws UnknownTagException {
    assertThat(selector.select(List.of("win32kfull-log")))
        .accepts(WIN32K, WIN32K.withData2(1))
        .rejects(KMDF);
  }

  @Test
  void allMeansEveryTag() throws UnknownTagException {
    assertThat(selector.select(List.of("all"))).accepts(KMDF, UNKNOWN, Guid.NIL);
  }

  @ParameterizedTest
  @CsvSource({"kmfd, kmdf", "smbois, smbios", "kmdf_driver, kmdf_drivers"})
  void unknownNameIsRefusedWithTheNearest(String name, String nearest) {
    assertThatExceptionOfType(UnknownTagException.class)
        .isThrownBy(() -> selector.select(List.of(name)))
        .withMessage(
            "\""
                + name
                + "\" is neither a GUID nor a known tag; did you mean \""
                + nearest
                + "\"?");
  }
}
