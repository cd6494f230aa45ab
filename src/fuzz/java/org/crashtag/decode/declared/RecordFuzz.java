package org.crashtag.decode.declared;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.crashtag.bytes.Bytes;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.crashtag.decode.DumpContext;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TypedTable;
import org.crashtag.decode.WalkOptions;
import org.crashtag.decode.declared.Declaration.As;
import org.crashtag.decode.declared.Declaration.Index;
import org.crashtag.dump.DumpHeader;
import org.crashtag.layout.CType;
import org.crashtag.sample.DumpBuilder;
import org.crashtag.sample.DumpKind;
import org.crashtag.sample.MachineKind;
import org.crashtag.tag.TaggedBlob;
import org.crashtag.testing.DumpBytes;

/** Declared records: whatever the layout and the bytes, rows and rejects come out, or one fault. */
class RecordFuzz {
  private static final int SPACE = 64;
  private static final List<String> MEMBERS = List.of("A", "B", "C", "D", "E");

  private static final DumpContext DUMP =
      new DumpContext(
          DumpHeader.read(Bytes.of(DumpBytes.of(DumpBuilder.of(MachineKind.X64, DumpKind.TRIAGE)))),
          List.of(),
          WalkOptions.all());

  @FuzzTest(maxDuration = "2m")
  void readsAnything(FuzzedDataProvider data) {
    CType.Structure record = structure("RECORD", data, 2);
    HandLaid types = new HandLaid().add(record).add(head(record, data));
    types.constants("FLAGS", Map.of(1L, "One", 6L, "Six"));
    Declared declared = shape(data);
    for (String member : MEMBERS) {
      if (data.consumeBoolean()) {
        choose(declared, member, data.pickValue(As.values()));
      }
    }
    DeclaredDecoder decoder;
    try {
      decoder = LayoutCompiler.compile(declared.declaration(), types);
    } catch (DeclarationException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
      return;
    }
    decode(decoder, data.consumeRemainingAsBytes());
  }

  private static void choose(Declared declared, String member, As as) {
    switch (as) {
      case FLAGS -> declared.flags(member, "FLAGS");
      case QPC -> declared.counter(member, "A");
      default -> declared.column(member, as);
    }
  }

  private static Declared shape(FuzzedDataProvider data) {
    Declared declared = Declared.of("RECORD");
    int kind = data.consumeInt(0, 3);
    switch (kind) {
      case 0 -> declared.single();
      case 1 -> declared.ring(Index.SLOT).with("next", "Next");
      case 2 -> declared.ring(Index.COUNTER).with("next", "Next");
      default -> {}
    }
    if (kind == 1 || kind == 2 || data.consumeBoolean()) {
      declared.with("after", "HEAD");
    }
    if (kind > 0 && declared.declaration().shape().after().isPresent()) {
      maybe(declared, "capacity", "Room", data);
      maybe(declared, "written", "Fill", data);
      maybe(declared, "order", "A", data);
      maybe(declared, "valid", "B", data);
    }
    if (data.consumeBoolean()) {
      declared.version(data.consumeBoolean() ? "Kind" : "A", Map.of(1L, "RECORD", 2L, "RECORD"));
    }
    return data.consumeBoolean() ? declared.guidText() : declared;
  }

  private static void maybe(Declared declared, String field, String name, FuzzedDataProvider data) {
    if (data.consumeBoolean()) {
      declared.with(field, name);
    }
  }

  private static CType.Structure head(CType.Structure record, FuzzedDataProvider data) {
    List<CType.Field> fields = new ArrayList<>();
    CType number = data.pickValue(List.of(HandLaid.U8, HandLaid.U16, HandLaid.I32, HandLaid.U64));
    for (String name : List.of("Next", "Room", "Fill", "Kind")) {
      fields.add(new CType.Field(name, number, 8L * fields.size()));
    }
    if (data.consumeBoolean()) {
      fields.add(new CType.Field("Items", new CType.Array(record, data.consumeInt(0, 9)), 32));
    }
    return new CType.Structure("HEAD", false, 32, 8, fields);
  }

  private static CType.Structure structure(String name, FuzzedDataProvider data, int depth) {
    List<CType.Field> fields = new ArrayList<>();
    for (String member : MEMBERS) {
      CType type = type(data, depth);
      long offset = data.consumeInt(0, SPACE);
      if (type instanceof CType.Scalar scalar
          && scalar.kind() == CType.Scalar.Kind.UNSIGNED
          && data.consumeBoolean()) {
        int bits = data.consumeInt(1, (int) scalar.size() * 8);
        int position = data.consumeInt(0, (int) scalar.size() * 8 - bits);
        fields.add(new CType.Field(member, type, offset, position, bits));
      } else {
        fields.add(new CType.Field(data.consumeBoolean() ? member : "", type, offset));
      }
    }
    long size =
        fields.stream().mapToLong(field -> field.offset() + field.type().size()).max().orElse(0);
    return new CType.Structure(name, data.consumeBoolean(), size, 8, fields);
  }

  private static CType type(FuzzedDataProvider data, int depth) {
    CType simple =
        data.pickValue(
            List.of(
                HandLaid.U8,
                HandLaid.U16,
                HandLaid.U32,
                HandLaid.U64,
                HandLaid.I64,
                HandLaid.CHAR,
                HandLaid.WCHAR,
                HandLaid.BOOLEAN,
                HandLaid.DOUBLE,
                HandLaid.NTSTATUS,
                HandLaid.POINTER,
                HandLaid.VOID));
    return switch (depth == 0 ? 0 : data.consumeInt(0, 3)) {
      case 1 -> new CType.Array(type(data, depth - 1), data.consumeInt(0, 5));
      case 2 -> structure("INNER", data, depth - 1);
      default -> simple;
    };
  }

  private static void decode(DeclaredDecoder decoder, byte[] blob) {
    int[] rows = new int[1];
    int[] rejects = new int[1];
    RecordSink sink =
        new RecordSink() {
          @Override
          public <T> void row(TypedTable<T> table, T from) {
            assertThat(table.row(from)).isNotEmpty();
            rows[0]++;
          }

          @Override
          public void reject(Reason reason, long offset, String message) {
            assertThat(message).isNotBlank().doesNotContain("\n");
            rejects[0]++;
          }
        };
    TaggedBlob place = new TaggedBlob(0, Declared.TAG, 0, 32, blob.length);
    try {
      decoder.decode(place, Bytes.of(blob), DUMP, sink);
    } catch (MalformedException e) {
      assertThat(e.getMessage()).isNotBlank().doesNotContain("\n");
    }
    assertThat(rows[0]).isLessThanOrEqualTo(Math.max(1, blob.length));
    assertThat(rejects[0]).isLessThan(4);
  }
}
