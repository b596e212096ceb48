using Npgsql;
using NpgsqlTypes;
using Partnership.LocalityHub.Persistence;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests.Persistence;

/// <summary>Bytes put together by hand beside what the driver makes of the same values: a server that takes them for something else says nothing.</summary>
public sealed class TableCopyTests(TestDatabase database) : IClassFixture<TestDatabase>, IAsyncLifetime
{
    private const string Columns = "id, bool, small, int, big, day, instant, note, bytes, words";

    // Neither the first of a plane nor one of four bytes is like the others; what divides the lines of the other form of COPY is a letter like any here.
    private static readonly string[] Notes =
        ["", "A4", "a\tb\\c\nd\r\"'\\N\\.", "Llŷn – Šárka 東京", "two halves: \U0001F600", new string('x', 70_000), new string('\u20ac', 40_000), new string('y', 65_534)];

    private static readonly string?[][] Arrays =
        [[], [""], [null], ["DECOM", "REC"], ["a", null, "é"], [null, null], ["{", "}", "\"", ",", "NULL"], [new string('z', 70_000), null, "last"]];

    private static readonly Line Nothing = new(Guid.Empty, null, null, null, null, null, null, null, null, null);

    private NpgsqlDataSource _source = null!;

    public async ValueTask InitializeAsync()
    {
        _source = NpgsqlDataSource.Create(database.ConnectionString);
        await using var command = _source.CreateCommand(
            """
            drop table if exists by_driver, by_hand;
            create table by_driver (id uuid, bool boolean, small smallint, int integer, big bigint, day date, instant timestamptz, note text, bytes bytea, words text[]);
            create table by_hand (like by_driver);
            """);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync() => await _source.DisposeAsync();

    [Fact]
    public async Task Write_EveryTypeNullAndLimit_GivesTheBytesOfTheRowsThatTheDriverWrote()
    {
        var lines = Lines();
        await ByDriverAsync(lines);

        using var bytes = new MemoryStream();
        Write(new TableCopy(bytes, 10), lines);

        Assert.Equal(await BytesOfAsync("by_driver"), bytes.ToArray());
    }

    [Fact]
    public async Task Write_EveryTypeNullAndLimit_PutsTheSameRowsThereAsTheDriver()
    {
        var lines = Lines();
        await ByDriverAsync(lines);

        await ByHandAsync(lines);

        Assert.Equal(lines.Count, await database.ScalarAsync<long>("select count(*) from by_hand"));
        Assert.Equal(
            0,
            await database.ScalarAsync<long>(
                "select count(*) from ((select * from by_driver except all select * from by_hand) union all (select * from by_hand except all select * from by_driver)) other"));
        Assert.Equal(await BytesOfAsync("by_driver"), await BytesOfAsync("by_hand"));
    }

    [Fact]
    public async Task Write_RowsOfEveryLengthOverTheBuffersEnd_LosesNone()
    {
        // Each row moves the place at which the buffer ends by a few bytes, so that it ends within every kind of cell.
        List<Line> lines = [.. Enumerable.Range(0, 4_000).Select(n => Nothing with
        {
            Id = new Guid(n, 0, 0, new byte[8]), Int = n, Note = new string('n', n % 97), Words = [new string('w', n % 89), null], Bytes = new byte[n % 83],
        })];
        await ByDriverAsync(lines);

        await ByHandAsync(lines);

        Assert.Equal(await BytesOfAsync("by_driver"), await BytesOfAsync("by_hand"));
    }

    [Fact]
    public async Task Complete_NoRow_LeavesTheTableEmptyAndTheConnectionFree()
    {
        await using var connection = await _source.OpenConnectionAsync();

        using (var copy = TableCopy.Begin(connection, "by_hand", Columns))
        {
            copy.Complete();
        }

        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from by_hand"));
    }

    [Fact]
    public async Task Dispose_NotComplete_KeepsNoRowEvenOfThoseSent()
    {
        await using var connection = await _source.OpenConnectionAsync();

        using (var copy = TableCopy.Begin(connection, "by_hand", Columns))
        {
            for (var n = 0; n < 5_000; n++)
            {
                Write(copy, Nothing with { Note = "sent, for the most part" });
            }
        }

        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from by_hand"));
    }

    [Fact]
    public async Task Dispose_CharacterThatTheServerRefuses_ThrowsItsErrorAndTheTransactionCanGoBack()
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await transaction.SaveAsync("before");

        var refused = Assert.Throws<PostgresException>(() =>
        {
            using var copy = TableCopy.Begin(connection, "by_hand", Columns);
            Write(copy, Nothing with { Note = "nought: \0" });
            copy.Complete();
        });

        Assert.Equal(PostgresErrorCodes.CharacterNotInRepertoire, refused.SqlState);
        await transaction.RollbackAsync("before");
        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from by_hand"));
    }

    [Fact]
    public async Task Write_HalfOfACharacter_ThrowsAsTheDriverDoesAndKeepsNothing()
    {
        await using var connection = await _source.OpenConnectionAsync();

        Assert.ThrowsAny<ArgumentException>(() =>
        {
            using var copy = TableCopy.Begin(connection, "by_hand", Columns);
            Write(copy, Nothing with { Note = "\ud83d" });
        });

        Assert.ThrowsAny<ArgumentException>(() =>
        {
            using var copy = connection.BeginBinaryImport($"copy by_driver ({Columns}) from stdin (format binary)");
            Write(copy, Nothing with { Note = "\ud83d" });
            copy.Complete();
        });
        Assert.Equal(0L, await ScalarAsync(connection, "select count(*) from by_hand"));
    }

    [Fact]
    public void StartRow_CellMissingOrTooMany_Throws()
    {
        var copy = new TableCopy(new MemoryStream(), 2);
        copy.StartRow();
        copy.Write(1);
        Assert.Throws<InvalidOperationException>(copy.StartRow);
        copy.Write(2);
        copy.Write(3);
        Assert.Throws<InvalidOperationException>(copy.Complete);
        copy.Dispose();
    }

    private static List<Line> Lines()
    {
        List<Line> lines =
        [
            Nothing,
            Nothing with { Id = new Guid("01234567-89ab-cdef-0123-456789abcdef"), Bool = true },
            Nothing with { Id = Guid.AllBitsSet, Bool = false },
            .. new short[] { short.MinValue, -1, 0, 1, 258, short.MaxValue }.Select(value => Nothing with { Small = value }),
            .. new[] { int.MinValue, -1, 0, 1, 16_909_060, int.MaxValue }.Select(value => Nothing with { Int = value }),
            .. new[] { long.MinValue, -1, 0, 1, 72_623_859_790_382_856, long.MaxValue }.Select(value => Nothing with { Big = value }),
            .. new[]
            {
                DateOnly.MinValue, new DateOnly(1, 1, 2), new DateOnly(1899, 12, 31), new DateOnly(1999, 12, 31), new DateOnly(2000, 1, 1), new DateOnly(2024, 2, 29),
                new DateOnly(9999, 12, 30), DateOnly.MaxValue,
            }.Select(value => Nothing with { Day = value }),
            .. new[]
            {
                DateTimeOffset.MinValue, new DateTimeOffset(1999, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(9_999_999), DateTimeOffset.UnixEpoch,
                new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 10, 25, 0, 30, 0, TimeSpan.Zero).AddTicks(1_234_567), DateTimeOffset.MaxValue,
            }.Select(value => Nothing with { Instant = value }),
            .. Notes.Select(value => Nothing with { Note = value }),
            .. new byte[][] { [], [0], [0, 1, 127, 128, 255], new byte[70_000] }.Select(value => Nothing with { Bytes = value }),
            .. Arrays.Select(value => Nothing with { Words = value }),
        ];
        return lines;
    }

    private async Task ByHandAsync(List<Line> lines)
    {
        await using var connection = await _source.OpenConnectionAsync();
        Write(TableCopy.Begin(connection, "by_hand", Columns), lines);
    }

    private async Task ByDriverAsync(List<Line> lines)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var copy = await connection.BeginBinaryImportAsync($"copy by_driver ({Columns}) from stdin (format binary)");
        foreach (var line in lines)
        {
            Write(copy, line);
        }

        await copy.CompleteAsync();
    }

    private static void Write(TableCopy copy, List<Line> lines)
    {
        using (copy)
        {
            foreach (var line in lines)
            {
                Write(copy, line);
            }

            copy.Complete();
        }
    }

    private static void Write(TableCopy copy, Line line)
    {
        copy.StartRow();
        copy.Write(line.Id);
        if (line.Bool is { } known)
        {
            copy.Write(known);
        }
        else
        {
            copy.WriteNull();
        }

        copy.Write(line.Small);
        copy.Write(line.Int);
        if (line.Big is { } big)
        {
            copy.Write(big);
        }
        else
        {
            copy.WriteNull();
        }

        copy.Write(line.Day);
        if (line.Instant is { } instant)
        {
            copy.Write(instant);
        }
        else
        {
            copy.WriteNull();
        }

        copy.Write(line.Note);
        copy.Write(line.Bytes);
        copy.Write(line.Words);
    }

    private static void Write(NpgsqlBinaryImporter copy, Line line)
    {
        void Cell<T>(T? value, NpgsqlDbType type)
        {
            if (value is null)
            {
                copy.WriteNull();
            }
            else
            {
                copy.Write(value, type);
            }
        }

        copy.StartRow();
        Cell<Guid?>(line.Id, NpgsqlDbType.Uuid);
        Cell(line.Bool, NpgsqlDbType.Boolean);
        Cell(line.Small, NpgsqlDbType.Smallint);
        Cell(line.Int, NpgsqlDbType.Integer);
        Cell(line.Big, NpgsqlDbType.Bigint);
        Cell(line.Day, NpgsqlDbType.Date);
        Cell(line.Instant, NpgsqlDbType.TimestampTz);
        Cell(line.Note, NpgsqlDbType.Text);
        Cell(line.Bytes, NpgsqlDbType.Bytea);
        Cell(line.Words, NpgsqlDbType.Array | NpgsqlDbType.Text);
    }

    /// <summary>The rows of a table in the server's own binary form, which is that in which they are sent.</summary>
    private async Task<byte[]> BytesOfAsync(string table)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var from = await connection.BeginRawBinaryCopyAsync($"copy {table} ({Columns}) to stdout (format binary)");
        using var bytes = new MemoryStream();
        await from.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static async Task<object?> ScalarAsync(NpgsqlConnection connection, string query)
    {
#pragma warning disable CA2100 // Tests write their own statements.
        await using var command = new NpgsqlCommand(query, connection);
#pragma warning restore CA2100
        return await command.ExecuteScalarAsync();
    }

    private sealed record Line(
        Guid Id, bool? Bool, short? Small, int? Int, long? Big, DateOnly? Day, DateTimeOffset? Instant, string? Note, byte[]? Bytes, string?[]? Words);
}
