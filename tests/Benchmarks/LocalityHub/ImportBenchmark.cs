using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using NpgsqlTypes;
using Partnership.Benchmarks.Measuring;
using Partnership.CaseData.Ssda903;
using Partnership.Contracts;
using Partnership.LocalityHub;
using Partnership.LocalityHub.Children;
using Partnership.LocalityHub.FamilyFinding;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Webhooks;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Simulator;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.LocalityHub;

/// <summary>
/// P5: rows a second of an import (read, group, check by the rules, derive milestones and measures, write, publish) beside a raw COPY
/// of the same return's rows into the same indexed tables, and beside what most would write: EF Core's AddRange of these rows. In turns in
/// one run, ratios of the medians.
/// </summary>
public static class ImportBenchmark
{
    // Until all of both has been compiled for good.
    private const int Warming = 3;
    private const int Rounds = 7;
    private const int Year = 2025;
    private const int Times = 8;

    public static async Task RunAsync()
    {
        var directory = Directory.CreateTempSubdirectory("returns-").FullName;
        try
        {
            // The largest council of the reference region, its children eight times over.
            var written = Simulation.Run(new SimulationOptions
            {
                Region = "invented",
                Councils = [new SimulatedCouncil("860", "Staffordshire")],
                FirstYear = Year,
                LastYear = Year,
                Seed = 1,
                Directory = directory,
            });
            Console.WriteLine($"{Times * written.Sum(each => each.Rows):N0} rows of {Times * written.Sum(each => each.Children):N0} children");
            var (imports, copies, own, texts, ranges) = (new List<Figures>(), new List<Figures>(), new List<Figures>(), new List<Figures>(), new List<Figures>());
            for (var round = 1 - Warming; round <= Rounds; round++)
            {
                var import = await ImportAsync(Path.Combine(directory, "860", $"{Year}"));
                var copy = await CopyAsync(Path.Combine(directory, "860", $"{Year}"), (connection, import, rows) => new DriverCopy(connection, import, Year).Write(rows));
                var bytes = await CopyAsync(Path.Combine(directory, "860", $"{Year}"), (connection, import, rows) => new RowCopy(connection, import, Year).Write(rows));
                var text = await CopyTextAsync(Path.Combine(directory, "860", $"{Year}"));
                var range = await AddRangeAsync(Path.Combine(directory, "860", $"{Year}"));
                if (round <= 0)
                {
                    // As after a start: much of the code is still being compiled. Not counted below.
                    Console.WriteLine($"import {round + Warming} of the process: {import}; raw COPY {copy}");
                    continue;
                }

                imports.Add(import);
                copies.Add(copy);
                own.Add(bytes);
                texts.Add(text);
                ranges.Add(range);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}: import {import}; raw COPY {copy}, with bytes of our own {bytes}, of text {text}; AddRange {range}; ratios {import.Rate / copy.Rate:0.00}, {import.Rate / text.Rate:0.00} and {import.Rate / range.Rate:0.0}"));
            }

            var ratios = imports.Zip(copies, (import, copy) => import.Rate / copy.Rate);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"medians: import {Median(imports)}; raw COPY {Median(copies)}, with bytes of our own {Median(own)}; ratio {Median(imports).Rate / Median(copies).Rate:0.00}, of the rounds' ratios {Series.Median(ratios):0.00}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"COPY of the same rows as CSV {Median(texts)}; ratio {Median(imports).Rate / Median(texts).Rate:0.00}"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"AddRange {Median(ranges)}: the import is {Median(imports).Rate / Median(ranges).Rate:0.0} times as fast"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    /// <summary>Rows a second, and processor time a row, here and in the database server: the steadier figures on a shared machine.</summary>
    private readonly record struct Figures(double Rate, double Here, double Server)
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Rate:N0} rows/s ({Here:0.0} µs here, {Server:0.0} µs in the server a row)");
    }

    private static Figures Median(List<Figures> figures) => new(
        Series.Median(figures.Select(each => each.Rate)), Series.Median(figures.Select(each => each.Here)), Series.Median(figures.Select(each => each.Server)));

    private static async Task<Figures> MeasureAsync(string connectionString, Func<Task<int>> work)
    {
        var server = await ServerProcesses.PostgresAsync(connectionString);
        var (here, there) = (ProcessFigures.ProcessorTime(Environment.ProcessId), ProcessFigures.ProcessorTimeOfFamily(server));
        var watch = Stopwatch.StartNew();
        var rows = await work();
        watch.Stop();
        return new Figures(
            rows / watch.Elapsed.TotalSeconds,
            (ProcessFigures.ProcessorTime(Environment.ProcessId) - here).TotalMicroseconds / rows,
            (ProcessFigures.ProcessorTimeOfFamily(server) - there).TotalMicroseconds / rows);
    }

    private static async Task<Figures> ImportAsync(string directory)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var options = new ImportOptions();
        var queue = new ImportQueue(source, options);
        var council = new Council(new CouncilCode(860), "Staffordshire");
        var webhooks = new WebhookDeliveries(source, council, new WebhookOptions(), TimeProvider.System);
        var lists = new HubLists(new ReferenceListFiles(), council, NullLogger<HubLists>.Instance);
        var job = new ImportJob(source, queue, options, lists, council, new AreaKey("a benchmark's area key"), new OutboxSignal(), webhooks, new WebhookSignal(), TimeProvider.System);
        await StageAsync(database.ConnectionString, directory);
        var claimed = await queue.ClaimAsync(CancellationToken.None) ?? throw new InvalidOperationException("The job is gone.");

        return await MeasureAsync(database.ConnectionString, async () =>
        {
            await job.RunAsync(claimed, CancellationToken.None);
            await using var db = Open(database.ConnectionString);
            var import = await db.Imports.SingleAsync();
            return import.State == ImportState.Done ? import.Rows : throw new InvalidOperationException($"The import {import.State}: {import.ProblemDetail}");
        });
    }

    /// <summary>The same rows, read beforehand, by nothing but binary COPY into the same tables with their indexes.</summary>
    private static async Task<Figures> CopyAsync(string directory, Action<NpgsqlConnection, Guid, List<RowCopy.Rows>> write)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var (import, children, rows) = await ReadAsync(database.ConnectionString, source, directory);

        return await MeasureAsync(database.ConnectionString, async () =>
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            write(connection, import, children);
            await transaction.CommitAsync();
            return rows;
        });
    }

    /// <summary>The same rows, as CSV in memory, by COPY's text format: what psql does with a file.</summary>
    private static async Task<Figures> CopyTextAsync(string directory)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var (import, children, rows) = await ReadAsync(database.ConnectionString, source, directory);
        await using var connection = await source.OpenConnectionAsync();
        var files = new List<(string Table, string Csv)>();
        await using (var planting = await connection.BeginTransactionAsync())
        {
            new DriverCopy(connection, import, Year).Write(children);
            foreach (var table in new[] { "header", "episode", "ad1", "placed_adoption", "prev_perm", "other_row" })
            {
                using var reader = await connection.BeginTextExportAsync($"copy {table} to stdout (format csv)");
                files.Add((table, await reader.ReadToEndAsync()));
            }
        }

        // The tables as new again: what was rolled back would still stand in their indexes.
        await using (var empty = new NpgsqlCommand("truncate header, episode, ad1, placed_adoption, prev_perm, other_row", connection))
        {
            await empty.ExecuteNonQueryAsync();
        }

        return await MeasureAsync(database.ConnectionString, async () =>
        {
            await using var transaction = await connection.BeginTransactionAsync();
            foreach (var (table, csv) in files)
            {
                await using var writer = await connection.BeginTextImportAsync($"copy {table} from stdin (format csv)");
                await writer.WriteAsync(csv);
            }

            await transaction.CommitAsync();
            return rows;
        });
    }

    /// <summary>The same rows, read and made entities beforehand, by nothing but AddRange and one SaveChanges.</summary>
    private static async Task<Figures> AddRangeAsync(string directory)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var (import, children, rows) = await ReadAsync(database.ConnectionString, source, directory);
        var entities = children.SelectMany(child => child.Items.Select(row => EntityOf(row, child.ChildId, import))).ToList();

        return await MeasureAsync(database.ConnectionString, async () =>
        {
            await using var db = Open(database.ConnectionString);
            db.AddRange(entities);
            await db.SaveChangesAsync();
            return rows;
        });
    }

    private static async Task<(Guid Import, List<RowCopy.Rows> Children, int Rows)> ReadAsync(string connectionString, NpgsqlDataSource source, string directory)
    {
        await StageAsync(connectionString, directory);
        await using var db = Open(connectionString);
        var import = await db.Imports.SingleAsync();
        var groups = await UploadGroups.OpenAsync(source, import.Id, long.MaxValue / 2, CancellationToken.None);
        var children = (await groups.TakeAsync(0, CancellationToken.None))
            .Select(child => new RowCopy.Rows(Guid.CreateVersion7(), false, child.Rows, null)).ToList();
        return (import.Id, children, groups.RowCount);
    }

    /// <summary>A row as COPY would write it; a simulated return has no cell that should be a date and is not.</summary>
    private static StoredRow EntityOf(ReturnRow row, Guid child, Guid import) => row switch
    {
        HeaderRow r => new StoredHeader
        {
            ChildId = child, Year = Year, SourceRow = r.Row, ImportId = import, Sex = r.Sex, Dob = r.Dob.Value, Ethnic = r.Ethnic, Upn = r.Upn, Mother = r.Mother, McDob = r.McDob.Value,
        },
        EpisodeRow r => new StoredEpisode
        {
            ChildId = child, Year = Year, SourceRow = r.Row, ImportId = import, Decom = r.Decom.Value, Rne = r.Rne, Ls = r.Ls, Cin = r.Cin, Place = r.Place,
            PlaceProvider = r.PlaceProvider, Dec = r.Dec.Value, Rec = r.Rec, ReasonPlaceChange = r.ReasonPlaceChange, HomePost = r.HomePost, PlPost = r.PlPost, Urn = r.Urn,
        },
        Ad1Row r => new StoredAd1
        {
            ChildId = child, Year = Year, SourceRow = r.Row, ImportId = import, Dob = r.Dob.Value, DateInt = r.DateInt.Value, DateMatch = r.DateMatch.Value,
            FosterCare = r.FosterCare, NbAdoptr = r.NbAdoptr, SexAdoptr = r.SexAdoptr, LsAdoptr = r.LsAdoptr,
        },
        PlacedAdoptionRow r => new StoredPlacedAdoption
        {
            ChildId = child, Year = Year, SourceRow = r.Row, ImportId = import, Dob = r.Dob.Value, DatePlaced = r.DatePlaced.Value,
            DatePlacedCeased = r.DatePlacedCeased.Value, ReasonPlacedCeased = r.ReasonPlacedCeased,
        },
        PrevPermRow r => new StoredPrevPerm
        {
            ChildId = child, Year = Year, SourceRow = r.Row, ImportId = import, Dob = r.Dob.Value, PrevPerm = r.PrevPerm, LaPerm = r.LaPerm, DatePerm = r.DatePerm,
        },
        _ => new StoredOtherRow { ChildId = child, Year = Year, SourceRow = row.Row, ImportId = import, Table = (short)row.Table, Cells = OtherCells.Of(row) },
    };

    internal static async Task StageAsync(string connectionString, string directory, int times = Times, short year = Year)
    {
        await using var db = Open(connectionString);
        await db.Database.OpenConnectionAsync();
        var id = Guid.NewGuid();
        short ordinal = 0;
        foreach (var file in Directory.EnumerateFiles(directory, "*.csv").Order(StringComparer.Ordinal))
        {
            var bytes = Enlarge(await File.ReadAllLinesAsync(file), times);
            var number = 0;
            foreach (var piece in bytes.Chunk(256 * 1024))
            {
                await using var command = new NpgsqlCommand(
                    "insert into import_chunk (import_id, file, number, bytes) values ($1, $2, $3, $4)", (NpgsqlConnection)db.Database.GetDbConnection())
                {
                    Parameters = { new() { Value = id }, new() { Value = ordinal }, new() { Value = number++ }, new() { Value = piece, NpgsqlDbType = NpgsqlDbType.Bytea } },
                };
                await command.ExecuteNonQueryAsync();
            }

            db.Add(new ImportFile { ImportId = id, Ordinal = ordinal++, Name = Path.GetFileName(file), Length = bytes.Length });
        }

        db.Add(new Import { Id = id, Year = year, SubmittedBy = "benchmark", SubmittedAt = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync();
    }

    /// <summary>CHILD is the first column: each copy of a child gets an identifier of its own.</summary>
    private static byte[] Enlarge(string[] lines, int times) => Encoding.UTF8.GetBytes(
        string.Join('\n', [lines[0], .. Enumerable.Range(1, times).SelectMany(copy => lines.Skip(1).Select(line => $"{copy}{line}"))]));

    internal static async Task MigrateAsync(string connectionString)
    {
        await using var db = Open(connectionString);
        await db.Database.MigrateAsync();
    }

    internal static LocalityHubDbContext Open(string connectionString) =>
        new(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(connectionString).Options, Partnership.LocalityHub.Restrictions.Sight.Everything());
}
