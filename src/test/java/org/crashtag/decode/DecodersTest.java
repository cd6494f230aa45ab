package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.junit.jupiter.api.Test;

class DecodersTest {
  private final Decoders decoders = Decoders.load();

  @Test
  void servicesOnTheClassPathAreFound() {
    assertThat(decoders.all()).hasAtLeastOneElementOfType(KmdfDriversDecoder.class);
    assertThat(decoders.all()).hasAtLeastOneElementOfType(ThrowingDecoder.class);
    assertThat(decoders.all()).extracting(Decoder::name).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void tagFindsItsDecoder() {
    assertThat(decoders.of(KmdfDriversDecoder.TAG).orElseThrow().name()).isEqualTo("kmdf");
    assertThat(decoders.of(ThrowingDecoder.TAG).orElseThrow().name()).isEqualTo("throwing");
    assertThat(decoders.of(Guid.NIL)).isEmpty();
  }

  @Test
  void everyTableBeginsWithTheKeyAndEveryColumnHasASentence() {
    assertThat(decoders.tables()).contains(KmdfDriversDecoder.TABLE);
    for (TableSchema table : decoders.tables()) {
      assertThat(table.columns())
          .startsWith(TableSchema.DUMP_ID, TableSchema.ORDINAL, TableSchema.ENTRY);
      assertColumns(table.columns());
      assertThat(table.sentence()).endsWith(".");
    }
  }

  private static void assertColumns(List<Column> columns) {
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      assertThat(column.name()).matches("[a-z][a-z0-9_]*");
      assertThat(names.add(column.name())).isTrue();
      assertThat(column.sentence()).endsWith(".");
    }
  }
}
