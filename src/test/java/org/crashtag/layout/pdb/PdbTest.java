package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.crashtag.layout.pdb.PdbBuilder.INT;
import static org.crashtag.layout.pdb.PdbBuilder.UCHAR;
import static org.crashtag.layout.pdb.PdbBuilder.ULONG;
import static org.crashtag.layout.pdb.PdbBuilder.ULONGLONG;
import static org.crashtag.layout.pdb.PdbBuilder.base;
import static org.crashtag.layout.pdb.PdbBuilder.constant;
import static org.crashtag.layout.pdb.PdbBuilder.continuation;
import static org.crashtag.layout.pdb.PdbBuilder.member;
import static org.crashtag.layout.pdb.PdbBuilder.virtualTable;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.crashtag.layout.Architecture;
import org.crashtag.layout.CType;
import org.junit.jupiter.api.Test;

/** The layouts of the types in a PDB, feature by feature. */
class PdbTest {
  private final PdbBuilder builder = new PdbBuilder();

  private CType find(String name) throws IOException {
    return new Pdb(new ArrayChannel(builder.toBytes())).find(name).orElseThrow();
  }

  private List<String> layout(String name) throws IOException {
    return Layouts.of(find(name));
  }

  @Test
  void numbersAndPointers() throws IOException {
    int fields =
        builder.fields(
            member("Count", ULONG, 0),
            member("Next", builder.pointer(builder.forward("_ELSEWHERE")), 8),
            member("Buffer", 0x603, 16),
            member("Far", UCHAR, 40_000));
    builder.structure("_A", 40_001, fields);

    assertThat(layout("_A"))
        .containsExactly(
            "struct _A 40001",
            "Count +0 number unsigned long 4",
            "Next +8 pointer 8",
            "Buffer +16 pointer 8",
            "Far +40000 number unsigned char 1");
    CType.Structure structure = (CType.Structure) find("_A");
    assertThat(structure.alignment()).isEqualTo(1);
    assertThat(structure.fields().get(1).type().name()).isEqualTo("Ptr64 _ELSEWHERE");
    assertThat(structure.fields().get(2).type().name()).isEqualTo("Ptr64 void");
  }

  @Test
  void pointersToPointersAndFunctions() throws IOException {
    int function = builder.record(0x1008, PdbBuilder.bytes().u32(3).u32(0).u32(0));
    builder.machine(PdbBuilder.X86);
    int pointer = builder.pointer(builder.pointer(builder.modifier(UCHAR)));
    builder.structure(
        "_A",
        8,
        builder.fields(member("p", pointer, 0), member("f", builder.pointer(function), 4)));

    assertThat(((CType.Structure) find("_A")).fields())
        .extracting(field -> field.type().name())
        .containsExactly("Ptr32 Ptr32 unsigned char", "Ptr32 function");
  }

  @Test
  void alignmentIsWhatMembersAskForAndTheLayoutKeeps() throws IOException {
    builder.structure(
        "_ALIGNED", 16, builder.fields(member("a", UCHAR, 0), member("b", ULONGLONG, 8)));
    builder.structure(
        "_PACKED", 12, builder.fields(member("a", ULONG, 0), member("b", ULONGLONG, 4)));

    assertThat(find("_ALIGNED").alignment()).isEqualTo(8);
    assertThat(find("_PACKED").alignment()).isEqualTo(4);
  }

  @Test
  void arraysOfArraysAndOfNoSize() throws IOException {
    int rows = builder.array(builder.array(ULONG, 12), 24);
    builder.structure(
        "_A", 24, builder.fields(member("m", rows, 0), member("tail", builder.array(INT, 0), 24)));

    assertThat(layout("_A"))
        .containsExactly(
            "struct _A 24", "m +0 [2] [3] number unsigned long 4", "tail +24 [0] number int 4");
  }

  @Test
  void bitFieldsOfNumbersAndEnumerations() throws IOException {
    int color =
        builder.enumeration("_COLOR", INT, builder.fields(constant("RED", 1), constant("BLUE", 2)));
    builder.structure(
        "_A",
        8,
        builder.fields(
            member("low", builder.bitField(builder.modifier(ULONG), 3, 0), 0),
            member("high", builder.bitField(ULONG, 29, 3), 0),
            member("color", builder.bitField(color, 2, 30), 4)));

    assertThat(layout("_A"))
        .containsExactly(
            "struct _A 8",
            "low +0 number unsigned long 4 bits 0 3",
            "high +0 number unsigned long 4 bits 3 29",
            "color +4 enum _COLOR {1=RED, 2=BLUE} number int 4 bits 30 2");
  }

  @Test
  void constantsAreTheirTypesValues() throws IOException {
    builder.enumeration(
        "_SIGNED",
        INT,
        builder.fields(
            constant("BYTE", -5),
            constant("SHORT", -300),
            constant("LONG", -70_000),
            constant("AS_UNSIGNED", 0xFFFFFFFEL),
            constant("AGAIN", -5)));
    builder.enumeration("_UNSIGNED", ULONG, builder.fields(constant("ALL", -1)));
    builder.enumeration(
        "_WIDE", ULONGLONG, builder.fields(constant("TOP", 1L << 62), constant("ALL", -1)));

    assertThat(((CType.Enumeration) find("_SIGNED")).constants())
        .isEqualTo(Map.of(-5L, "BYTE", -300L, "SHORT", -70_000L, "LONG", -2L, "AS_UNSIGNED"));
    assertThat(((CType.Enumeration) find("_UNSIGNED")).constants())
        .isEqualTo(Map.of(0xFFFFFFFFL, "ALL"));
    assertThat(((CType.Enumeration) find("_WIDE")).constants())
        .isEqualTo(Map.of(1L << 62, "TOP", -1L, "ALL"));
  }

  @Test
  void declarationsAreReplacedByDefinitions() throws IOException {
    int before = builder.forward("_INNER");
    builder.structure("_OUTER", 8, builder.fields(member("inner", builder.array(before, 8), 0)));
    builder.structure("_INNER", 4, builder.fields(member("x", INT, 0)));

    assertThat(layout("_OUTER")).containsExactly("struct _OUTER 8", "inner +0 [2] struct _INNER 4");
    assertThat(layout("_INNER")).hasSize(2);
  }

  @Test
  void uniqueNamesTellDefinitionsApart() throws IOException {
    int declared = builder.structure("<unnamed-tag>", ".?AUtwo@@", true, 0, 0);
    builder.structure("<unnamed-tag>", ".?AUone@@", false, 4, builder.fields(member("x", INT, 0)));
    builder.structure(
        "<unnamed-tag>", ".?AUtwo@@", false, 1, builder.fields(member("y", UCHAR, 0)));
    builder.structure("_OUTER", 1, builder.fields(member("inner", declared, 0)));

    CType.Field inner = ((CType.Structure) find("_OUTER")).fields().get(0);
    assertThat(Layouts.of(inner.type()))
        .containsExactly("struct <unnamed-tag> 1", "y +0 number unsigned char 1");
  }

  @Test
  void sameDefinitionInCAndInCppIsOne() throws IOException {
    int c = builder.structure("<unnamed-tag>", 4, builder.fields(member("low", ULONG, 0)));
    int cpp = builder.structure("_TIME::<unnamed-u>", 4, builder.fields(member("low", ULONG, 0)));
    builder.union("_TIME", 8, builder.fields(member("u", c, 0), member("all", ULONGLONG, 0)));
    builder.union("_TIME", 8, builder.fields(member("u", cpp, 0), member("all", ULONGLONG, 0)));

    assertThat(layout("_TIME"))
        .containsExactly(
            "union _TIME 8", "u +0 struct <unnamed-tag> 4", "all +0 number unsigned __int64 8");
  }

  @Test
  void baseClassesAndTablesOfVirtualFunctionsHaveTheirPlace() throws IOException {
    int shape = builder.record(0x000A, PdbBuilder.bytes().u16(1).u8(0x55));
    int parent = builder.structure("Base", 8, builder.fields(member("x", INT, 0)));
    int empty = builder.structure("Empty", 1, builder.fields());
    int method = builder.record(0x1009, PdbBuilder.bytes());
    builder.structure(
        "Derived",
        16,
        builder.fields(
            base(parent, 8),
            base(empty, 16),
            virtualTable(builder.pointer(shape)),
            // A virtual function that is new takes four bytes more than another.
            PdbBuilder.bytes().u16(0x1511).u16(4 << 2).u32(method).u32(0).text("run").align(),
            PdbBuilder.bytes().u16(0x1511).u16(0).u32(method).text("stop").align(),
            PdbBuilder.bytes().u16(0x150F).u16(2).u32(method).text("overloaded").align(),
            PdbBuilder.bytes().u16(0x150E).u16(3).u32(INT).text("shared").align(),
            PdbBuilder.bytes().u16(0x1510).u16(0).u32(parent).text("Nested").align(),
            PdbBuilder.bytes()
                .u16(0x1401)
                .u16(3)
                .u32(parent)
                .u32(INT)
                .number(0)
                .number(1)
                .align()));

    assertThat(layout("Derived"))
        .containsExactly(
            "struct Derived 16",
            " +8 struct Base 8",
            " +16 struct Empty 1",
            "__VFN_table +0 pointer 8");
  }

  @Test
  void listsGoOnInOthers() throws IOException {
    int rest = builder.fields(member("b", INT, 4));
    builder.structure("_A", 8, builder.fields(member("a", INT, 0), continuation(rest)));

    assertThat(layout("_A"))
        .containsExactly("struct _A 8", "a +0 number int 4", "b +4 number int 4");
  }

  @Test
  void namesOfTypedefAreFound() throws IOException {
    int fields = builder.fields(member("x", INT, 0));
    builder.typedef("EVENT", builder.structure("_EVENT", 4, fields));
    builder.typedef("LOG", builder.structure("<unnamed-tag>", 4, fields));
    builder.typedef("CONST_EVENT", builder.modifier(builder.forward("_EVENT")));

    assertThat(layout("EVENT")).first().isEqualTo("struct _EVENT 4");
    assertThat(layout("LOG")).first().isEqualTo("struct LOG 4");
    assertThat(layout("CONST_EVENT")).first().isEqualTo("struct _EVENT 4");
    assertThat(new Pdb(new ArrayChannel(builder.toBytes())).find("event")).isEmpty();
  }

  @Test
  void architectureIsTheDebugInformations() throws IOException {
    assertThat(new Pdb(new ArrayChannel(builder.machine(PdbBuilder.X86).toBytes())).architecture())
        .isEqualTo(Architecture.X86);
    assertThat(
            new Pdb(new ArrayChannel(builder.machine(PdbBuilder.ARM64).toBytes())).architecture())
        .isEqualTo(Architecture.ARM64);
  }

  /** The directory's block numbers then take more than one block. */
  @Test
  void largeFilesAreReadWhereWantedOnly() throws IOException {
    builder.structure("_A", 4, builder.fields(member("x", INT, 0)));
    byte[] file = builder.padding(12 << 20).toBytes();
    ArrayChannel channel = new ArrayChannel(file);

    assertThat(new Pdb(channel).find("_A")).isPresent();
    assertThat(channel.bytesRead()).isLessThan(20_000);
  }
}
