package org.crashtag.decode;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks decoders when they are loaded: a faulty declaration is found before the first dump is
 * read.
 */
final class DecoderCheck {
  private static final List<Column> KEY =
      List.of(TableSchema.DUMP_ID, TableSchema.ORDINAL, TableSchema.ENTRY);

  private static final String TABLE_OR_COLUMN = "[a-z][a-z0-9_]*";
  private static final String DECODER = "[a-z][a-z0-9_-]*";

  private final Set<String> decoders = new HashSet<>();
  private final Map<String, TableSchema> tables = new HashMap<>();

  private DecoderCheck() {}

  /**
   * Checks all decoders together.
   *
   * @throws DecoderException if one can't be used
   */
  static void check(List<Decoder> loaded) {
    DecoderCheck check = new DecoderCheck();
    for (Decoder decoder : loaded) {
      try {
        check.add(decoder);
      } catch (DecoderException e) {
        throw e;
      } catch (RuntimeException | LinkageError e) {
        throw new DecoderException("decoder " + decoder.getClass().getName() + " failed: " + e, e);
      }
    }
  }

  private void add(Decoder decoder) {
    String name = decoder.name();
    verify(
        name != null && name.matches(DECODER),
        decoder,
        "its name \"" + name + "\" is not lower-case letters, digits, - and _");
    verify(decoders.add(name), decoder, "another decoder has the same name");
    verify(isSentence(decoder.sentence()), decoder, "it has no sentence");
    verify(!decoder.tags().isEmpty(), decoder, "it names no tag");
    verify(decoder.settings() != null, decoder, "it has no settings");
    decoder.needsModules();
    decoder.tables().forEach(table -> add(decoder, table));
  }

  private void add(Decoder decoder, TableSchema table) {
    TableSchema other = tables.putIfAbsent(table.name(), table);
    verify(
        other == null || other.equals(table),
        decoder,
        "another decoder has a table " + table.name() + " with other columns");
    verify(
        table.name().matches(TABLE_OR_COLUMN),
        decoder,
        "table \"" + table.name() + "\" is not lower-case letters, digits and _");
    verify(isSentence(table.sentence()), decoder, "table " + table.name() + " has no sentence");
    verify(
        table.columns().size() >= KEY.size() && table.columns().subList(0, KEY.size()).equals(KEY),
        decoder,
        "table " + table.name() + " doesn't begin with dump_id, ordinal and entry");
    Set<String> names = new HashSet<>();
    for (Column column : table.columns()) {
      String place = "column \"" + column.name() + "\" of table " + table.name();
      verify(
          column.name().matches(TABLE_OR_COLUMN),
          decoder,
          place + " is not lower-case letters, digits and _");
      verify(names.add(column.name()), decoder, place + " is there twice");
      verify(isSentence(column.sentence()), decoder, place + " has no sentence");
    }
  }

  private static boolean isSentence(String text) {
    return text != null && !text.isBlank();
  }

  private static void verify(boolean holds, Decoder decoder, String message) {
    if (!holds) {
      throw new DecoderException(
          "decoder " + decoder.name() + " (" + decoder.getClass().getName() + "): " + message);
    }
  }
}
