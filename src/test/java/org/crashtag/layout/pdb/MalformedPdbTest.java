package org.crashtag.layout.pdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.crashtag.layout.pdb.PdbBuilder.INT;
import static org.crashtag.layout.pdb.PdbBuilder.UCHAR;
import static org.crashtag.layout.pdb.PdbBuilder.ULONG;
import static org.crashtag.layout.pdb.PdbBuilder.constant;
import static org.crashtag.layout.pdb.PdbBuilder.continuation;
import static org.crashtag.layout.pdb.PdbBuilder.member;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.crashtag.bytes.MalformedException;
import org.crashtag.bytes.Reason;
import org.junit.jupiter.api.Test;

/** Malformed PDBs: each is rejected for its fault. */
class MalformedPdbTest {
  private static final int BLOCK_BYTES = 0x20;
  private static final int BLOCKS = 0x28;
  private static final int DIRECTORY_BYTES = 0x2C;
  private static final int DIRECTORY_MAP = 0x34;

  private final PdbBuilder builder = new PdbBuilder();

  private void assertRefused(String name, Reason reason, String message) {
    assertRefused(builder.toBytes(), name, reason, message);
  }

  private static void assertRefused(byte[] file, String name, Reason reason, String message) {
    assertThatThrownBy(() -> new Pdb(new ArrayChannel(file)).find(name))
        .isInstanceOfSatisfying(
            MalformedException.class,
            e -> {
              assertThat(e).hasMessage(message);
              assertThat(e.reason()).isEqualTo(reason);
              assertThat(e.offset()).isBetween(0L, (long) file.length);
            });
  }

  private byte[] with(int offset, long value) {
    byte[] file = builder.toBytes();
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(offset, (int) value);
    return file;
  }

  private static byte[] padded(String text) {
    byte[] file = new byte[4096];
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, file, 0, bytes.length);
    return file;
  }

  @Test
  void otherFilesAreNamed() {
    assertRefused(new byte[0], "", Reason.CORRUPT, "not a PDB");
    assertRefused(padded("MZ"), "", Reason.CORRUPT, "not a PDB");
    assertRefused(
        padded("Microsoft C/C++ program database 2.00\r\n\u001AJG"),
        "",
        Reason.UNSUPPORTED,
        "PDBs in the older format 2.00 are not supported");
    assertRefused(
        padded("Microsoft MSFZ Container\r\n"),
        "",
        Reason.UNSUPPORTED,
        "compressed PDBs (MSFZ) are not supported");
    assertRefused(
        padded("BSJB"), "", Reason.UNSUPPORTED, "a portable .NET PDB contains no C types");
  }

  @Test
  void blocksMustBeThere() {
    assertRefused(with(BLOCK_BYTES, 0), "", Reason.CORRUPT, "blocks of 0 bytes");
    assertRefused(with(BLOCK_BYTES, 513), "", Reason.CORRUPT, "blocks of 513 bytes");
    assertRefused(with(BLOCK_BYTES, 1 << 30), "", Reason.CORRUPT, "blocks of 1073741824 bytes");
    int bytes = builder.toBytes().length;
    assertRefused(
        with(BLOCKS, -1L),
        "",
        Reason.TRUNCATED,
        "the PDB is truncated: " + bytes + " of 2199023255040 bytes");
  }

  @Test
  void directoryMustFitIntoTheFile() {
    assertRefused(
        with(DIRECTORY_BYTES, -1L),
        "",
        Reason.CORRUPT,
        "the directory claims 4294967295 bytes, more than the file has");
    assertRefused(
        with(DIRECTORY_MAP, 1000), "", Reason.CORRUPT, "a stream uses a block that does not exist");
    assertRefused(
        with(DIRECTORY_MAP, 0), "", Reason.CORRUPT, "a stream uses a block that does not exist");
  }

  /** The directory's block is the fifth: its numbers follow six sizes. */
  @Test
  void streamMustNotLoop() {
    builder.structure("_A", 1000, builder.fields(member("a", builder.array(UCHAR, 1000), 0)));
    for (int i = 0; i < 20; i++) {
      builder.structure("_FILLER_" + i, 0, 0);
    }
    int directory = 4 * 512;
    int secondBlockOfTypes = directory + 4 * (1 + 6) + 4 * 2;
    int firstBlockOfTypes =
        ByteBuffer.wrap(builder.toBytes())
            .order(ByteOrder.LITTLE_ENDIAN)
            .getInt(secondBlockOfTypes - 4);

    assertRefused(
        with(secondBlockOfTypes, firstBlockOfTypes),
        "_A",
        Reason.CORRUPT,
        "a stream uses a block twice");
  }

  @Test
  void streamMustNotBeLargerThanTheFile() {
    int sizeOfTypes = 4 * 512 + 4 * 3;
    assertRefused(
        with(sizeOfTypes, 0xFFFFFFF0L),
        "",
        Reason.CORRUPT,
        "stream 2 claims 4294967280 bytes, more than the file has");
    int sizeOfDebugInformation = sizeOfTypes + 4;
    assertRefused(
        with(sizeOfDebugInformation, -1L),
        "",
        Reason.UNSUPPORTED,
        "the PDB does not name an architecture");
  }

  @Test
  void otherArchitecturesAreNamed() {
    builder.machine(0x1C4);
    assertRefused("", Reason.UNSUPPORTED, "the PDB is for machine arm");
    builder.machine(0);
    assertRefused("", Reason.UNSUPPORTED, "the PDB does not name an architecture");
  }

  @Test
  void typeMustNotContainItself() {
    int self = builder.next() + 1;
    builder.structure("_A", 4, builder.fields(member("a", self, 0)));
    assertRefused("_A", Reason.CORRUPT, "a type contains itself");
  }

  @Test
  void typeMustNotContainItselfThroughADeclaration() {
    int declared = builder.forward("_A");
    builder.structure("_B", 4, builder.fields(member("a", builder.modifier(declared), 0)));
    builder.structure("_A", 4, builder.fields(member("b", builder.forward("_B"), 0)));
    assertRefused("_A", Reason.CORRUPT, "a type contains itself");
  }

  @Test
  void declarationMustBeDefined() {
    builder.structure("_A", 4, builder.fields(member("a", builder.forward("_OPAQUE"), 0)));
    assertRefused("_A", Reason.UNSUPPORTED, "the PDB names _OPAQUE but doesn't define it");
  }

  @Test
  void pointersMustEnd() {
    builder.structure("_A", 8, builder.fields(member("a", builder.pointer(0x1000), 0)));
    assertRefused("_A", Reason.LIMIT, "pointers nested more than 64 levels deep");
  }

  @Test
  void fieldListMustNotGoOnInItself() {
    builder.structure("_A", 8, builder.fields(continuation(0x1000)));
    assertRefused("_A", Reason.CORRUPT, "a field list continues in itself");
  }

  @Test
  void fieldListMustBeOne() {
    builder.structure("_A", 8, builder.array(INT, 8));
    assertRefused("_A", Reason.CORRUPT, "not a field list");
    builder.structure("_B", 8, 0x12345);
    assertRefused("_B", Reason.CORRUPT, "type 0x12345 does not exist");
  }

  @Test
  void membersMustFitIntoTheirStructure() {
    builder.structure("_A", 7, builder.fields(member("a", INT, 0), member("b", INT, 4)));
    assertRefused("_A", Reason.CORRUPT, "_A of 7 bytes has b at +4, of 4");
    builder.structure("_B", 7, builder.fields(member("b", INT, Long.MAX_VALUE)));
    assertRefused("_B", Reason.CORRUPT, "_B of 7 bytes has b at +9223372036854775807, of 4");
    builder.structure("_C", 7, builder.fields(member("b", INT, -1)));
    assertRefused("_C", Reason.CORRUPT, "a size or an offset is negative");
  }

  @Test
  void arraysMustHoldWholeElements() {
    builder.structure("_A", 7, builder.fields(member("a", builder.array(INT, 7), 0)));
    assertRefused("_A", Reason.CORRUPT, "an array of 7 bytes with elements of 4");
    int nothing = builder.structure("_EMPTY", 0, 0);
    builder.structure("_B", 7, builder.fields(member("a", builder.array(nothing, 7), 0)));
    assertRefused("_B", Reason.CORRUPT, "an array of 7 bytes with elements of 0");
  }

  @Test
  void bitFieldsMustStayInTheirNumber() {
    builder.structure("_A", 4, builder.fields(member("a", builder.bitField(ULONG, 8, 25), 0)));
    assertRefused("_A", Reason.CORRUPT, "a bit-field outside its storage unit");
    builder.structure("_B", 4, builder.fields(member("a", builder.bitField(ULONG, 0, 0), 0)));
    assertRefused("_B", Reason.CORRUPT, "a bit-field outside its storage unit");
    int structure = builder.structure("_S", 4, 0);
    builder.structure("_C", 4, builder.fields(member("a", builder.bitField(structure, 1, 0), 0)));
    assertRefused("_C", Reason.CORRUPT, "a bit-field outside its storage unit");
  }

  @Test
  void functionIsNoMember() {
    int function = builder.record(0x1008, PdbBuilder.bytes().u32(3).u32(0).u32(0));
    builder.structure("_A", 4, builder.fields(member("a", function, 0)));
    assertRefused("_A", Reason.UNSUPPORTED, "a member whose type is a record of kind 0x1008");
  }

  @Test
  void differentDefinitionsOfANameAreNotChosenFrom() {
    builder.structure("_A", 4, builder.fields(member("a", INT, 0)));
    builder.structure("_A", 4, builder.fields(member("b", INT, 0)));
    assertRefused("_A", Reason.UNSUPPORTED, "the PDB defines _A in more than one way");
    builder.structure("_OUTER", 4, builder.fields(member("a", builder.forward("_A"), 0)));
    assertRefused("_OUTER", Reason.UNSUPPORTED, "the PDB defines _A in more than one way");
  }

  @Test
  void differentEnumerationsOfANameAreNotChosenFrom() {
    builder.enumeration("_E", INT, builder.fields(constant("ONE", 1)));
    builder.enumeration("_E", INT, builder.fields(constant("ONE", 2)));
    assertRefused("_E", Reason.UNSUPPORTED, "the PDB defines _E in more than one way");
  }

  @Test
  void typesMustNotNestWithoutEnd() {
    int inner = INT;
    for (int i = 0; i < 100; i++) {
      inner = builder.structure("_LEVEL_" + i, 4, builder.fields(member("a", inner, 0)));
    }
    assertRefused("_LEVEL_99", Reason.LIMIT, "types nest deeper than 64 levels");
  }

  /** Each level has all of the one below twice: 2 to the 50th members, in 50 records. */
  @Test
  void typesMustNotGrowWithoutEnd() {
    int inner = INT;
    for (int i = 0; i < 50; i++) {
      inner =
          builder.union(
              "_LEVEL_" + i, 4, builder.fields(member("a", inner, 0), member("b", inner, 0)));
    }
    assertRefused("_LEVEL_49", Reason.LIMIT, "a type of more than 100,000 members");
  }

  /** One list of fields, read for each of many structures. */
  @Test
  void workIsBounded() {
    PdbBuilder.Bytes[] members = new PdbBuilder.Bytes[3000];
    for (int i = 0; i < members.length; i++) {
      members[i] = PdbBuilder.bytes().u16(0x150E).u16(3).u32(INT).text("shared").align();
    }
    int shared = builder.fields(members);
    PdbBuilder.Bytes[] outer = new PdbBuilder.Bytes[3000];
    for (int i = 0; i < outer.length; i++) {
      outer[i] = member("a", builder.structure("_S", 4, shared), 0);
    }
    builder.structure("_A", 4, builder.fields(outer));
    assertRefused("_A", Reason.LIMIT, "a type that depends on too many others");
  }

  @Test
  void namesAreShortened() {
    String name = "_" + "A".repeat(200);
    builder.structure(name, 1, builder.fields(member("B".repeat(200), INT, 0)));
    assertRefused(
        name,
        Reason.CORRUPT,
        "_%s... of 1 bytes has %s... at +0, of 4".formatted("A".repeat(79), "B".repeat(80)));
  }

  @Test
  void namesAreBounded() {
    builder.structure("A".repeat(5000), 1, 0);
    assertRefused("", Reason.LIMIT, "a name longer than 4 KB");
  }

  @Test
  void unknownMembersAreNotPassedOver() {
    builder.structure("_A", 1, builder.fields(PdbBuilder.bytes().u16(0x15FF).u16(0)));
    assertRefused("_A", Reason.UNSUPPORTED, "a member of kind 0x15FF");
  }
}
