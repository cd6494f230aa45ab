package org.crashtag.decode.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.crashtag.bytes.Guid;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TmfReaderTest {
  private static final String GUID = "6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6b";
  private static final String HEADER = GUID + " ringlog // SRC=ringlog.c MJ= MN=";

  @TempDir private Path folder;

  private static String entry(String format) {
    return "#typev ringlog_c12 10 \"" + format + "\" //   LEVEL=TRACE_LEVEL_ERROR FLAGS=A FUNC=F";
  }

  @Test
  void entryHasAllThatItsLinesSay() {
    TraceMessage message =
        Entries.of(
                "// PDB:  ringlog.pdb",
                "",
                HEADER,
                "#typev ringlog_c19 11 \"%0[%!FUNC!] %10!d! %11!s!\" //   GLOBALS=x->y()"
                    + " LEVEL=TRACE_LEVEL_ERROR FLAGS=TRACE_RING FUNC=Ring<a,b>::~Ring",
                "{",
                "f(a, \"b\"), ItemString -- 11",
                "Ring->Slots, ItemLong -- 10",
                "}")
            .only();

    assertThat(message)
        .isEqualTo(
            new TraceMessage(
                Guid.constant(GUID),
                11,
                "ringlog",
                "ringlog.c",
                "TRACE_LEVEL_ERROR",
                "TRACE_RING",
                "Ring<a,b>::~Ring",
                "%0[%!FUNC!] %10!d! %11!s!",
                java.util.List.of(
                    new TraceMessage.Argument(10, "Ring->Slots", "ItemLong", ""),
                    new TraceMessage.Argument(11, "f(a, \"b\")", "ItemString", ""))));
    assertThat(message.source()).isEqualTo("ringlog.c");
    assertThat(message.shownFormat()).isEqualTo("[%!FUNC!] %10!d! %11!s!");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"say \"hi\" // and go", "%10!s!\"", "", "\"", "see http://a.example/b", " x "})
  void formatEndsAtTheLastQuoteBeforeAComment(String format) {
    assertThat(Entries.of(HEADER, entry(format), "{", "}").only().format()).isEqualTo(format);
  }

  @Test
  void formatWithoutACommentEndsAtTheLastQuote() {
    TraceMessage message = Entries.of(HEADER, "#type a_c1 7 \"a \"b\" c\"", "{", "}").only();

    assertThat(message.format()).isEqualTo("a \"b\" c");
    assertThat(message.levelOrNull()).isNull();
  }

  @Test
  void headerHoldsForAllEntriesUpToTheNext() {
    String other = "00000000-4a59-4e0f-8a7b-1c2d3e4f5a6b";
    Entries entries =
        Entries.of(
            HEADER, entry("a"), "{", "}", entry("b"), "{", "}", other + " x", entry("c"), "{", "}");

    assertThat(entries.messages)
        .extracting(message -> message.guid().toString())
        .containsExactly(GUID, GUID, other);
    assertThat(entries.messages.get(2).source()).isEqualTo("F");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "SRC=", "SRC=Unknown_cxx00"})
  void functionIsTheSourceIfTheFileIsNotKnown(String source) {
    TraceMessage message =
        Entries.of(GUID + " km // " + source + " MJ= MN=", entry("a"), "{", "}").only();

    assertThat(message.source()).isEqualTo("F");
  }

  @Test
  void namesInBracketsMayLookLikeItems() {
    TraceMessage message =
        Entries.of(HEADER, entry("a"), "{", "g(x, Item), ItemListByte(a, Item, c) -- 10", "}")
            .only();

    assertThat(message.arguments())
        .containsExactly(new TraceMessage.Argument(10, "g(x, Item)", "ItemListByte", "a, Item, c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a, ItemLong",
        "a, ItemLong -- ",
        "a, ItemLong -- 99999999999",
        "a ItemLong -- 10",
        "a, Long -- 10",
        "a, ItemListByte(a -- 10",
        "{"
      })
  void lineThatIsNoArgumentCostsItsEntry(String line) {
    Entries entries =
        Entries.of(HEADER, entry("a"), "{", line, "}", entry("b"), "{", "x, ItemLong -- 10", "}");

    assertThat(entries.messages).extracting(TraceMessage::format).containsExactly("b");
    assertThat(entries.faults).containsExactly("2: line 4 is not: EXPRESSION, ITEM -- INDEX");
  }

  @Test
  void entryThatIsCutOrBadCostsItselfOnly() {
    Entries entries =
        Entries.of(
            HEADER,
            "#typev x 70000 \"a\"",
            "{",
            "}",
            "#typev x \"a\"",
            "{",
            "}",
            entry("no braces"),
            "nonsense",
            entry("twice"),
            "{",
            "a, ItemLong -- 10",
            "b, ItemLong -- 10",
            "}",
            entry("good"),
            "{",
            "}",
            entry("cut"),
            "{",
            "a, ItemLong -- 10");

    assertThat(entries.messages).extracting(TraceMessage::format).containsExactly("good");
    assertThat(entries.faults)
        .containsExactly(
            "2: the message number is not from 0 to 65535",
            "5: the entry is not: #typev NAME NUMBER \"FORMAT\"",
            "8: no { follows the entry",
            "9: neither a message GUID nor an entry",
            "10: two arguments have the same index",
            "18: the entry has no }");
  }

  @Test
  void lineOfMegabytesCostsItsEntry() {
    String large = "a ".repeat(4_000_000);
    Entries entries =
        Entries.of(
            HEADER,
            entry("x") + large,
            entry("y"),
            "{",
            "a, ItemListByte(" + large + ") -- 10",
            "}",
            entry("z"),
            "{",
            "}");

    assertThat(entries.messages).extracting(TraceMessage::format).containsExactly("z");
    assertThat(entries.faults)
        .containsExactly(
            "2: a line of over 262144 characters", "3: a line of over 262144 characters");
  }

  @Test
  void formatOf64KilobytesIsKept() {
    String format = "x".repeat(1 << 16);

    assertThat(Entries.of(HEADER, entry(format), "{", "}").only().format()).isEqualTo(format);
  }

  @Test
  void namesOfAllArgumentsAreBoundedTogether() {
    String[] lines = new String[44];
    lines[0] = HEADER;
    lines[1] = entry("a");
    lines[2] = "{";
    for (int i = 3; i < 43; i++) {
      lines[i] = "a, ItemListByte(" + "a,".repeat(10_000) + "b) -- " + (i + 10);
    }
    lines[43] = "}";

    assertThat(Entries.of(lines).faults).containsExactly("2: arguments of over 262144 characters");
  }

  @Test
  void argumentsAreBounded() {
    String[] lines = new String[10_004];
    lines[0] = HEADER;
    lines[1] = entry("a");
    lines[2] = "{";
    for (int i = 3; i < 10_003; i++) {
      lines[i] = "a, ItemLong -- " + (i % 10_000);
    }
    lines[10_003] = "}";

    assertThat(Entries.of(lines).faults).containsExactly("2: more than 512 arguments");
  }

  @ParameterizedTest
  @ValueSource(strings = {"hello", "#typev a_c1 7 \"a\"", "6f1d2c3b-4a59-4e0f-8a7b-1c2d3e4f5a6"})
  void fileThatBeginsWithSomethingElseIsNone(String line) {
    assertThatThrownBy(() -> Entries.of("// a comment", line, "{", "}"))
        .isInstanceOf(MalformedException.class)
        .hasMessageStartingWith("line 2");
  }

  @Test
  void fileOfCommentsIsNone() {
    assertThatThrownBy(() -> Entries.of("// a comment"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("no message GUID begins a line");
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.tmf"), bytes);
  }

  private static String text(String end) {
    return HEADER + end + entry("Größe") + end + "{" + end + "}" + end;
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "windows-1252", "UTF-16", "x-UTF-16LE-BOM"})
  void fileIsReadInItsEncoding(String charset) throws IOException {
    for (String end : new String[] {"\n", "\r\n"}) {
      Path file = file(text(end).getBytes(Charset.forName(charset)));

      assertThat(Entries.of(file).only().format()).isEqualTo("Größe");
    }
  }

  @Test
  void byteOrderMarkOfUtf8IsNotText() throws IOException {
    Path file = file(("\uFEFF" + text("\n")).getBytes(StandardCharsets.UTF_8));

    assertThat(Entries.of(file).only().format()).isEqualTo("Größe");
  }

  @Test
  void emptyFileIsRefused() {
    assertThatThrownBy(() -> Entries.of(file(new byte[0])))
        .isInstanceOfSatisfying(
            MalformedException.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.EMPTY));
  }

  @Test
  void fileOfAGigabyteIsRefusedUnread() throws IOException {
    Path file = folder.resolve("large.tmf");
    try (var channel =
        Files.newByteChannel(
            file,
            java.util.Set.of(
                java.nio.file.StandardOpenOption.CREATE_NEW,
                java.nio.file.StandardOpenOption.WRITE,
                java.nio.file.StandardOpenOption.SPARSE))) {
      channel.position(1 << 30);
      channel.write(java.nio.ByteBuffer.allocate(1));
    }

    assertThatThrownBy(() -> Entries.of(file))
        .isInstanceOfSatisfying(
            MalformedException.class, fault -> assertThat(fault.reason()).isEqualTo(Reason.LIMIT));
  }
}
