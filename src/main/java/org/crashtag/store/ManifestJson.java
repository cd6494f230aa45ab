package org.crashtag.store;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;

/**
 * Manifests and notes in JSON. Fields that this version doesn't know are ignored, so that later
 * versions can add some; a value of another type than the field's is refused rather than converted.
 */
final class ManifestJson {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .disable(
              DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
              DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(
              DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .withCoercionConfig(
              LogicalType.Textual,
              text -> {
                text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
              })
          .build();

  private static final ObjectWriter WRITER = MAPPER.writer(printer());

  private ManifestJson() {}

  private static DefaultPrettyPrinter printer() {
    DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
    printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
    return printer;
  }

  static byte[] write(LogEntry entry) throws IOException {
    return WRITER.writeValueAsBytes(entry);
  }

  /** In one line. */
  static byte[] writeLine(LogEntry entry) throws IOException {
    return MAPPER.writeValueAsBytes(entry);
  }

  /**
   * Reads a manifest or a note.
   *
   * @param path for messages
   * @throws StoreException if it is neither, with a cause, or has a newer format, without one
   */
  static LogEntry read(String path, byte[] json) throws StoreException {
    try {
      JsonNode document = MAPPER.readTree(json);
      JsonNode format = document.path("format");
      if (!format.isIntegralNumber() || !format.canConvertToLong()) {
        throw new IOException("it has no format");
      }
      refuseNewer(path, format.longValue());
      if (format.longValue() == 1 && document instanceof ObjectNode fields) {
        // What format 1 didn't have.
        fields.put("number", 0);
        fields.put("nonce", "");
      }
      return document.has("note")
          ? MAPPER.treeToValue(document, LogNote.class)
          : MAPPER.treeToValue(document, Manifest.class);
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new StoreException(path + ": not a manifest", e);
    }
  }

  private static void refuseNewer(String path, long format) throws StoreException {
    if (format > Manifest.FORMAT) {
      throw new StoreException(
          path
              + ": format "
              + format
              + " was written by a newer crashtag; this one reads "
              + Manifest.FORMAT
              + " and older ones");
    }
  }
}
