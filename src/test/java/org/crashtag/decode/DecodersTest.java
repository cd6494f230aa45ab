package org.crashtag.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.crashtag.bytes.Guid;
import org.crashtag.decode.kmdf.KmdfDriversDecoder;
import org.crashtag.tag.TagRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DecodersTest {
  private final Decoders decoders = Decoders.load();

  @Test
  void servicesOnTheClassPathAreFound() {
    assertThat(decoders.all()).hasAtLeastOneElementOfType(KmdfDriversDecoder.class);
    assertThat(decoders.all()).extracting(Decoder::name).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void jarOfAUserAddsADecoder(@TempDir Path jar) throws IOException {
    Path services = Files.createDirectories(jar.resolve("META-INF/services"));
    Files.writeString(services.resolve(Decoder.class.getName()), ThrowingDecoder.class.getName());

    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, getClass().getClassLoader())) {
      Decoders withUsers = Decoders.load(loader);

      assertThat(withUsers.of(ThrowingDecoder.TAG).orElseThrow().name()).isEqualTo("throwing");
      assertThat(withUsers.all()).hasSize(decoders.all().size() + 1);
      assertThat(withUsers.all()).extracting(Decoder::name).isSorted();
    }
  }

  @Test
  void firstDecoderThatTakesATagHasIt() {
    Decoder taking =
        new ThrowingDecoder() {
          @Override
          public List<TagRange> tags() {
            return List.of(TagRange.of(KmdfDriversDecoder.TAG));
          }
        };

    assertThat(decoders.withFirst(List.of(taking)).of(KmdfDriversDecoder.TAG)).contains(taking);
  }

  @Test
  void tagFindsItsDecoder() {
    assertThat(decoders.of(KmdfDriversDecoder.TAG).orElseThrow().name()).isEqualTo("kmdf");
    assertThat(decoders.of(Guid.NIL)).isEmpty();
  }

  @Test
  void everyTableBeginsWithTheKeyAndEveryColumnHasASentence() {
    assertThat(decoders.tables()).contains(KmdfDriversDecoder.TABLE.schema());
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
