package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.function.UnaryOperator;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.Guid;
import org.crashtag.tag.TagRange;
import org.crashtag.tag.TaggedBlob;
import org.junit.jupiter.api.Test;

class DecoderCheckTest {
  private static final Guid TAG = Guid.constant("7e57c0de-0001-4000-8000-00000000fa11");

  private static final class Plain extends TagDecoder {
    Plain(String name, String sentence, List<TagRange> tags, TypedTable<?>... tables) {
      super(name, 1, sentence, tags, tables);
    }

    @Override
    public void decode(TaggedBlob blob, Bytes data, DumpContext dump, RecordSink sink) {
      throw new IllegalStateException("nothing is decoded");
    }
  }

  private static Decoder decoder(TypedTable<?>... tables) {
    return new Plain("plain", "nothing", List.of(TagRange.of(TAG)), tables);
  }

  private static TypedTable.Builder<Bytes> table() {
    return TypedTable.ofRecords(Bytes.class, "things", "A thing.");
  }

  private static void assertRefused(String message, Decoder... decoders) {
    assertThatExceptionOfType(DecoderException.class)
        .isThrownBy(() -> DecoderCheck.check(List.of(decoders)))
        .withMessageEndingWith(message);
  }

  private static void assertColumnRefused(
      String message, UnaryOperator<TypedTable.Builder<Bytes>> columns) {
    assertRefused(message, decoder(columns.apply(table()).build()));
  }

  @Test
  void decoderThatKeepsTheRulesIsTaken() {
    Decoder decoder = decoder(table().text("text", "It.", bytes -> "").build());

    assertThatCode(() -> DecoderCheck.check(List.of(decoder))).doesNotThrowAnyException();
    assertThat(decoder.label()).isEqualTo("plain 1");
    assertThat(decoder.tags()).containsExactly(TagRange.of(TAG));
  }

  @Test
  void columnsAreChecked() {
    assertColumnRefused(
        "column \"Text\" of table things is not lower-case letters, digits and _",
        table -> table.text("Text", "It.", bytes -> ""));
    assertColumnRefused(
        "column \"text\" of table things is there twice",
        table -> table.text("text", "It.", b -> "").bigint("text", "It.", b -> 1));
    assertColumnRefused(
        "column \"entry\" of table things is there twice",
        table -> table.bigint("entry", "It.", bytes -> 1));
    assertColumnRefused(
        "column \"text\" of table things has no sentence",
        table -> table.text("text", " ", bytes -> ""));
  }

  @Test
  void tablesAreChecked() {
    assertRefused(
        "table \"my table\" is not lower-case letters, digits and _",
        decoder(TypedTable.ofRecords(Bytes.class, "my table", "A thing.").build()));
    assertRefused(
        "table things has no sentence",
        decoder(TypedTable.ofRecords(Bytes.class, "things", "").build()));
    assertRefused(
        "table things doesn't begin with dump_id, ordinal and entry",
        decoder(TypedTable.of(Bytes.class, "things", "A thing.").build()));
    assertRefused(
        "another decoder has a table things with other columns",
        decoder(table().build(), table().text("text", "It.", bytes -> "").build()));
  }

  @Test
  void whatADecoderSaysOfItselfIsChecked() {
    List<TagRange> tags = List.of(TagRange.of(TAG));
    assertRefused(
        "its name \"Acme\" is not lower-case letters, digits, - and _",
        new Plain("Acme", "it", tags));
    assertRefused(
        "its name \"null\" is not lower-case letters, digits, - and _",
        new Plain(null, "it", tags));
    assertRefused("another decoder has the same name", decoder(), decoder());
    assertRefused("it has no sentence", new Plain("plain", "", tags));
    assertRefused("it names no tag", new Plain("plain", "it", List.of()));
  }

  @Test
  void decoderThatFailsWhenItIsAskedIsNamed() {
    Decoder failing =
        new ThrowingDecoder() {
          @Override
          public List<TableSchema> tables() {
            throw new NoClassDefFoundError("com/acme/Missing");
          }
        };

    assertRefused("failed: java.lang.NoClassDefFoundError: com/acme/Missing", failing);
  }
}
