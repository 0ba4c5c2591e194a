using SQLitePCL;

namespace Tokscale.Core.Files;

/// <summary>
/// The rows of a query, for one <c>foreach</c>. An error ends them; it has been reported then.
/// </summary>
public sealed class SqliteRows : IDisposable
{
    private readonly SqliteReader _reader;
    private readonly sqlite3_stmt _statement;
    private readonly bool _isReported;
    private long _number;

    internal SqliteRows(SqliteReader reader, sqlite3_stmt statement, int code, bool isReported) =>
        (_reader, _statement, Code, _isReported) = (reader, statement, code, isReported);

    /// <summary>SQLite's result: OK while there are rows or after the last one, else what went wrong.</summary>
    internal int Code { get; private set; }

    /// <summary>The row at hand; valid until the next one is fetched.</summary>
    public SqliteRow Current => new(_reader, _statement, _number);

    public SqliteRows GetEnumerator() => this;

    public bool MoveNext()
    {
        if (Code == raw.SQLITE_OK)
        {
            int code = raw.sqlite3_step(_statement);
            if (code == raw.SQLITE_ROW)
            {
                _number++;
                return true;
            }
            if (code == raw.SQLITE_DONE) return false;
            Code = code;
        }
        if (_isReported) _reader.ReportFailure(Code);
        return false;
    }

    public void Dispose() => _statement?.Dispose();
}
