/** The tables, and their rows as Parquet files. */
package org.crashtag.table;
