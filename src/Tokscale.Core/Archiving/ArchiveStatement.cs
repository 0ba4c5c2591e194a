using SQLitePCL;

namespace Tokscale.Core.Archiving;

/// <summary>A compiled statement: bind, step, read. Parameters are numbered from 1, columns from 0.</summary>
internal sealed class ArchiveStatement(ArchiveConnection connection, sqlite3_stmt statement) : IDisposable
{
    private int _bound;

    /// <summary>Binds the next parameter.</summary>
    public ArchiveStatement Bind(long? number)
    {
        int index = ++_bound;
        connection.Check(number is { } value ? raw.sqlite3_bind_int64(statement, index, value) : raw.sqlite3_bind_null(statement, index));
        return this;
    }

    /// <inheritdoc cref="Bind(long?)"/>
    public ArchiveStatement Bind(string? text)
    {
        int index = ++_bound;
        connection.Check(text is null ? raw.sqlite3_bind_null(statement, index) : raw.sqlite3_bind_text(statement, index, text));
        return this;
    }

    /// <inheritdoc cref="Bind(long?)"/>
    public ArchiveStatement Bind(ReadOnlySpan<byte> bytes)
    {
        connection.Check(raw.sqlite3_bind_blob(statement, ++_bound, bytes));
        return this;
    }

    /// <summary>Fetches the next row.</summary>
    /// <returns>False when there is none.</returns>
    public bool Step()
    {
        int code = raw.sqlite3_step(statement);
        connection.Check(code);
        return code == raw.SQLITE_ROW;
    }

    /// <summary>Runs a statement without rows and makes it ready for other values.</summary>
    public void Run()
    {
        Step();
        Reset();
    }

    /// <summary>Makes the statement ready for other values.</summary>
    public void Reset()
    {
        connection.Check(raw.sqlite3_reset(statement));
        _bound = 0;
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    /// <exception cref="ArchiveException">The column holds no whole number: nothing that we wrote.</exception>
    public long Long(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_INTEGER
        ? raw.sqlite3_column_int64(statement, column)
        : throw WrongValue(column);

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    /// <exception cref="ArchiveException">The column holds no text: nothing that we wrote.</exception>
    public string Text(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_TEXT
        ? raw.sqlite3_column_text(statement, column).utf8_to_string()
        : throw WrongValue(column);

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <summary>Valid until the next step.</summary>
    /// <exception cref="ArchiveException">The column holds no bytes: nothing that we wrote.</exception>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_BLOB
        ? raw.sqlite3_column_blob(statement, column)
        : throw WrongValue(column);

    public void Dispose() => statement.Dispose();

    private ArchiveException WrongValue(int column) =>
        new($"is damaged: '{raw.sqlite3_column_name(statement, column).utf8_to_string()}' holds a value of the wrong kind");
}
