package org.crashtag.decode.messages;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The types of arguments and their sizes. Arguments are contiguous, little-endian and not aligned.
 *
 * <p>Sources: {@code defaultwpp.ini} of dotnet/wpf (MIT); Microsoft's documentation "What are the
 * WPP extended format specification strings?".
 */
enum ItemType {
  CHAR("ItemChar", Form.INTEGER, 1),
  UCHAR("ItemUChar", Form.INTEGER, 1),
  SHORT("ItemShort", Form.INTEGER, 2),
  USHORT("ItemUShort", Form.INTEGER, 2),
  LONG("ItemLong", Form.INTEGER, 4),
  ULONG("ItemULong", Form.INTEGER, 4),
  ULONG_X("ItemULongX", Form.INTEGER, 4),
  LONG_LONG("ItemLongLong", Form.INTEGER, 8),
  ULONG_LONG("ItemULongLong", Form.INTEGER, 8),
  LONG_LONG_X("ItemLongLongX", Form.INTEGER, 8),
  LONG_LONG_XX("ItemLongLongXX", Form.INTEGER, 8),
  LONG_LONG_O("ItemLongLongO", Form.INTEGER, 8),
  /** As wide as the pointers of the writer. */
  POINTER("ItemPtr", Form.INTEGER, ItemType.VARIABLE),
  NTSTATUS("ItemNTSTATUS", Form.NAMED, 4),
  HRESULT("ItemHRESULT", Form.NAMED, 4),
  WINERROR("ItemWINERROR", Form.NAMED, 4),
  NDIS_STATUS("ItemNDIS_STATUS", Form.NAMED, 4),
  NDIS_OID("ItemNDIS_OID", Form.NAMED, 4),
  LIST_BYTE("ItemListByte", Form.NAMED, 1),
  LIST_SHORT("ItemListShort", Form.NAMED, 2),
  LIST_LONG("ItemListLong", Form.NAMED, 4),
  SET_BYTE("ItemSetByte", Form.NAMED, 1),
  SET_SHORT("ItemSetShort", Form.NAMED, 2),
  SET_LONG("ItemSetLong", Form.NAMED, 4),
  ENUM("ItemEnum", Form.NAMED, 4),
  FLAGS_ENUM("ItemFlagsEnum", Form.NAMED, 4),
  GUID("ItemGuid", Form.TEXT, 16),
  CLSID("ItemCLSID", Form.TEXT, 16),
  IID("ItemIID", Form.TEXT, 16),
  LIBID("ItemLIBID", Form.TEXT, 16),
  /** In network byte order, as is PORT. */
  IP_ADDRESS("ItemIPAddr", Form.TEXT, 4),
  PORT("ItemPort", Form.TEXT, 2),
  IPV6_ADDRESS("ItemIPV6Addr", Form.TEXT, 16),
  MAC_ADDRESS("ItemMACAddr", Form.TEXT, 6),
  CHAR4("ItemChar4", Form.TEXT, 4),
  TIMESTAMP("ItemTimestamp", Form.TEXT, 8),
  /** Milliseconds. */
  TIME_DELTA("ItemTimeDelta", Form.TEXT, 8),
  /** Steps of 100 ns; negative if relative. */
  WAIT_TIME("ItemWaitTime", Form.TEXT, 8),
  DOUBLE("ItemDouble", Form.REAL, 8),
  /** 8-bit characters, NUL-terminated. */
  STRING("ItemString", Form.TEXT, ItemType.VARIABLE),
  /** The same; trailing line terminators are not shown. */
  LINE("ItemRString", Form.TEXT, ItemType.VARIABLE),
  /** UTF-16, NUL-terminated. */
  WIDE_STRING("ItemWString", Form.TEXT, ItemType.VARIABLE),
  WIDE_LINE("ItemRWString", Form.TEXT, ItemType.VARIABLE),
  /** u16 count of bytes, then the bytes; no NUL. */
  COUNTED_STRING("ItemPString", Form.TEXT, ItemType.VARIABLE),
  COUNTED_WIDE_STRING("ItemPWString", Form.TEXT, ItemType.VARIABLE),
  HEX_DUMP("ItemHEXDump", Form.TEXT, ItemType.VARIABLE),
  SID("ItemSid", Form.TEXT, ItemType.VARIABLE);

  /** The size depends on the bytes or the writer. */
  static final int VARIABLE = -1;

  private static final Map<String, ItemType> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(type -> type.item, Function.identity()));

  private final String item;
  private final Form form;
  private final int bytes;

  /** Which conversions of a format suit an item. */
  enum Form {
    /** Those of numbers; as text, the number in decimal. */
    INTEGER,
    /** Those of numbers; as text, what the number means. */
    NAMED,
    /** Those of floating-point numbers, and text. */
    REAL,
    /** Text only. */
    TEXT
  }

  ItemType(String item, Form form, int bytes) {
    this.item = item;
    this.form = form;
    this.bytes = bytes;
  }

  /** The type with this name in a .tmf file. */
  static Optional<ItemType> of(String item) {
    return Optional.ofNullable(BY_NAME.get(item));
  }

  Form form() {
    return form;
  }

  /** The size in bytes, or {@link #VARIABLE}. */
  int bytes() {
    return bytes;
  }

  /** Whether the names in its brackets are of values or bits, not of an enumeration. */
  boolean hasList() {
    return switch (this) {
      case LIST_BYTE, LIST_SHORT, LIST_LONG, SET_BYTE, SET_SHORT, SET_LONG -> true;
      case CHAR,
          UCHAR,
          SHORT,
          USHORT,
          LONG,
          ULONG,
          ULONG_X,
          LONG_LONG,
          ULONG_LONG,
          LONG_LONG_X,
          LONG_LONG_XX,
          LONG_LONG_O,
          POINTER,
          NTSTATUS,
          HRESULT,
          WINERROR,
          NDIS_STATUS,
          NDIS_OID,
          ENUM,
          FLAGS_ENUM,
          GUID,
          CLSID,
          IID,
          LIBID,
          IP_ADDRESS,
          PORT,
          IPV6_ADDRESS,
          MAC_ADDRESS,
          CHAR4,
          TIMESTAMP,
          TIME_DELTA,
          WAIT_TIME,
          DOUBLE,
          STRING,
          LINE,
          WIDE_STRING,
          WIDE_LINE,
          COUNTED_STRING,
          COUNTED_WIDE_STRING,
          HEX_DUMP,
          SID ->
          false;
    };
  }

  /** Whether a value can name a person, a machine or a network. */
  boolean mayBePrivate() {
    return switch (this) {
      case STRING,
          LINE,
          WIDE_STRING,
          WIDE_LINE,
          COUNTED_STRING,
          COUNTED_WIDE_STRING,
          SID,
          MAC_ADDRESS,
          IP_ADDRESS,
          IPV6_ADDRESS,
          HEX_DUMP ->
          true;
      case CHAR,
          UCHAR,
          SHORT,
          USHORT,
          LONG,
          ULONG,
          ULONG_X,
          LONG_LONG,
          ULONG_LONG,
          LONG_LONG_X,
          LONG_LONG_XX,
          LONG_LONG_O,
          POINTER,
          NTSTATUS,
          HRESULT,
          WINERROR,
          NDIS_STATUS,
          NDIS_OID,
          LIST_BYTE,
          LIST_SHORT,
          LIST_LONG,
          SET_BYTE,
          SET_SHORT,
          SET_LONG,
          ENUM,
          FLAGS_ENUM,
          GUID,
          CLSID,
          IID,
          LIBID,
          PORT,
          CHAR4,
          TIMESTAMP,
          TIME_DELTA,
          WAIT_TIME,
          DOUBLE ->
          false;
    };
  }
}
