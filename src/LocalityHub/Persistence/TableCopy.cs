using System.Buffers;
using System.Buffers.Binary;
using System.Text.Unicode;
using Npgsql;

namespace Partnership.LocalityHub.Persistence;

/// <summary>
/// Writes rows of one table by COPY, in PostgreSQL's binary form put together here: the driver's importer looks up the type of every cell anew, which
/// costs an import more than all of its rules. Synchronous on purpose: it is many small writes into a buffer, and awaiting each would cost more than the write.
/// </summary>
/// <remarks>
/// The form is that of the PostgreSQL manual, "COPY", binary format: a signature, then for each row the count of its cells and each cell with its length
/// before it, -1 for null; a count of -1 ends the rows. The types are those of the columns, for the server converts nothing: a caller writes a
/// <see cref="short"/> to a smallint and nothing else.
/// </remarks>
internal sealed class TableCopy : IDisposable
{
    private const int BufferSize = 64 * 1024;
    private const int OidOfText = 25;
    private static readonly DateOnly Epoch = new(2000, 1, 1);
    private static readonly DateTime EpochInstant = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    private readonly Stream _to;
    private readonly short _columns;
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private int _used;
    private int _missing;
    private bool _isComplete;

    /// <summary>Writes the form to a stream.</summary>
    /// <param name="to">Where to; disposed with this.</param>
    /// <param name="columns">How many cells a row has.</param>
    internal TableCopy(Stream to, int columns)
    {
        _to = to;
        _columns = (short)columns;

        // The signature, no flags, no extension of the header.
        "PGCOPY\n"u8.CopyTo(_buffer);
        ReadOnlySpan<byte> rest = [0xff, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0];
        rest.CopyTo(_buffer.AsSpan(7));
        _used = 7 + rest.Length;
    }

    /// <summary>Begins to write rows. Nothing else can be done over the connection until this is disposed of; without <see cref="Complete"/> no row stays.</summary>
    /// <param name="connection">An open connection.</param>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns, with commas between them, in the order in which their cells follow.</param>
    public static TableCopy Begin(NpgsqlConnection connection, string table, string columns) =>
        new(connection.BeginRawBinaryCopy($"copy {table} ({columns}) from stdin (format binary)"), columns.AsSpan().Count(',') + 1);

    public void StartRow()
    {
        DemandWholeRow();
        _missing = _columns;
        Ensure(2);
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), _columns);
        _used += 2;
    }

    public void WriteNull()
    {
        _missing--;
        Ensure(4);
        Put(-1);
    }

    public void Write(bool value) => Fixed(1)[0] = value ? (byte)1 : (byte)0;

    public void Write(short value) => BinaryPrimitives.WriteInt16BigEndian(Fixed(2), value);

    public void Write(int value) => BinaryPrimitives.WriteInt32BigEndian(Fixed(4), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64BigEndian(Fixed(8), value);

    public void Write(Guid value) => value.TryWriteBytes(Fixed(16), bigEndian: true, out _);

    /// <summary>A date; the first and the last that there are stand for no beginning and no end, as everywhere else in the driver.</summary>
    public void Write(DateOnly value) => BinaryPrimitives.WriteInt32BigEndian(
        Fixed(4),
        value == DateOnly.MinValue ? int.MinValue : value == DateOnly.MaxValue ? int.MaxValue : value.DayNumber - Epoch.DayNumber);

    /// <summary>An instant, to the microsecond.</summary>
    public void Write(DateTimeOffset value) => BinaryPrimitives.WriteInt64BigEndian(
        Fixed(8),
        value == DateTimeOffset.MinValue ? long.MinValue
        : value == DateTimeOffset.MaxValue ? long.MaxValue
        : (value.UtcTicks - EpochInstant.Ticks) / TimeSpan.TicksPerMicrosecond);

    public void Write(short? value)
    {
        if (value is { } known)
        {
            Write(known);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(int? value)
    {
        if (value is { } known)
        {
            Write(known);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(Guid? value)
    {
        if (value is { } known)
        {
            Write(known);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(DateOnly? value)
    {
        if (value is { } known)
        {
            Write(known);
        }
        else
        {
            WriteNull();
        }
    }

    public void Write(byte[]? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        value.CopyTo(Fixed(value.Length));
    }

    public void Write(string? value)
    {
        if (value is null)
        {
            WriteNull();
            return;
        }

        _missing--;
        Ensure(MostOf(value));
        Put(value);
    }

    /// <summary>A text array of one dimension; elements may be null.</summary>
    public void Write(string?[]? values)
    {
        if (values is null)
        {
            WriteNull();
            return;
        }

        var most = 24;
        var nulls = 0;
        foreach (var value in values)
        {
            most += MostOf(value);
            nulls |= value is null ? 1 : 0;
        }

        _missing--;
        Ensure(most);
        var start = _used;
        _used += 4;
        Put(values.Length == 0 ? 0 : 1);
        Put(nulls);
        Put(OidOfText);
        if (values.Length > 0)
        {
            Put(values.Length);
            Put(1);
        }

        foreach (var value in values)
        {
            Put(value);
        }

        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(start), _used - start - 4);
    }

    /// <summary>Ends the rows: the server has taken in all of them when <see cref="Dispose"/> returns.</summary>
    public void Complete()
    {
        DemandWholeRow();
        Ensure(2);
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), -1);
        _used += 2;
        Flush();
        _isComplete = true;
    }

    /// <exception cref="PostgresException">The server refuses a row; none stays.</exception>
    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
        if (!_isComplete && _to is NpgsqlRawCopyStream copy)
        {
            // Disposing of it alone would keep the rows that were sent so far.
            copy.Cancel();
        }

        _to.Dispose();
    }

    private static int MostOf(string? value) => 4 + ((value?.Length ?? 0) * 3);

    /// <summary>A cell of so many bytes, its length already before it.</summary>
    private Span<byte> Fixed(int length)
    {
        _missing--;
        Ensure(4 + length);
        var cell = _buffer.AsSpan(_used, 4 + length);
        BinaryPrimitives.WriteInt32BigEndian(cell, length);
        _used += 4 + length;
        return cell[4..];
    }

    private void Put(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), value);
        _used += 4;
    }

    private void Put(string? value)
    {
        if (value is null)
        {
            Put(-1);
            return;
        }

        if (Utf8.FromUtf16(value, _buffer.AsSpan(_used + 4), out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException("Half of a character of two halves cannot be stored.", nameof(value));
        }

        Put(written);
        _used += written;
    }

    private void Ensure(int room)
    {
        if (_buffer.Length - _used >= room)
        {
            return;
        }

        Flush();
        if (_buffer.Length < room)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = ArrayPool<byte>.Shared.Rent(room);
        }
    }

    private void Flush()
    {
        _to.Write(_buffer, 0, _used);
        _used = 0;
    }

    private void DemandWholeRow()
    {
        if (_missing != 0)
        {
            throw new InvalidOperationException($"A row of {_columns} cells was given {_columns - _missing}.");
        }
    }
}
