package org.crashtag.decode.smbios;

import java.util.Locale;
import org.crashtag.decode.Column;
import org.crashtag.decode.ColumnType;
import org.crashtag.decode.RecordSink;
import org.crashtag.decode.TableSchema;

/** The table of processors. Three tags tell of them, so a dump has rows of several origins. */
public final class ProcessorsTable {
  public static final TableSchema SCHEMA =
      TableSchema.ofRecords(
          "processors",
          "A processor, as one of three tags tells of it: origin says which.",
          new Column(
              "origin",
              ColumnType.TEXT,
              "Who tells: smbios (a socket), bios_values (the registry) or registers (CPUID and"
                  + " MSRs)."),
          new Column(
              "name",
              ColumnType.TEXT,
              "The brand string: SMBIOS's processor version, ProcessorNameString, or CPUID leaves"
                  + " 0x80000002 to 4."),
          new Column("vendor", ColumnType.TEXT, "The manufacturer, as origin spells it."),
          new Column(
              "identifier",
              ColumnType.TEXT,
              "SMBIOS's processor ID, 8 bytes in hex as they stand, or the registry's Identifier."),
          new Column(
              "mhz", ColumnType.BIGINT, "Megahertz: SMBIOS's current speed, or ~MHz at the start."),
          new Column("cores", ColumnType.BIGINT, "Cores of the socket."),
          new Column("threads", ColumnType.BIGINT, "Hardware threads of the socket."),
          new Column("microcode", ColumnType.HEX64, "Revision of the microcode that was loaded."),
          new Column("family", ColumnType.BIGINT, "x86 display family: family and extended one."),
          new Column("model", ColumnType.BIGINT, "x86 display model, extended model included."),
          new Column("stepping", ColumnType.BIGINT, "x86 stepping."));

  private ProcessorsTable() {}

  /** Which tag a row is from. */
  public enum Origin {
    SMBIOS,
    BIOS_VALUES,
    REGISTERS;

    /** The name as it stands in the table. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The three numbers that CPUID leaf 1 has in eax.
   *
   * @param family with the extended family
   * @param model with the extended model
   */
  public record Signature(long family, long model, long stepping) {
    /** Takes them from that register. */
    public static Signature of(long eax) {
      long family = (eax >>> 8) & 0xF;
      long model = (eax >>> 4) & 0xF;
      // Intel SDM volume 2, CPUID: the extended fields count only for these families.
      if (family == 0x6 || family == 0xF) {
        model += ((eax >>> 16) & 0xF) << 4;
      }
      if (family == 0xF) {
        family += (eax >>> 20) & 0xFF;
      }
      return new Signature(family, model, eax & 0xF);
    }
  }

  /** A row; every value but the origin may be null. Columns as in {@link #SCHEMA}. */
  public record Processor(
      Origin origin,
      String name,
      String vendor,
      String identifier,
      Long mhz,
      Long cores,
      Long threads,
      Long microcode,
      Signature signature) {
    /** Gives the row to {@code sink}. */
    public void emit(RecordSink sink) {
      sink.row(
          SCHEMA,
          origin.label(),
          name,
          vendor,
          identifier,
          mhz,
          cores,
          threads,
          microcode,
          signature == null ? null : signature.family,
          signature == null ? null : signature.model,
          signature == null ? null : signature.stepping);
    }
  }
}
