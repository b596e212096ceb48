using System.Diagnostics;
using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Partnership.Contracts;
using Partnership.LocalityHub;
using Partnership.LocalityHub.Imports;
using Partnership.LocalityHub.Persistence;
using Partnership.ServiceDefaults.Messaging;
using Partnership.Simulator;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.LocalityHub;

/// <summary>
/// P5: rows a second of an import (read, group, check by the rules, derive milestones and measures, write, publish) beside a raw COPY
/// of the same return's rows into the same indexed tables. A-B-A-B in one run, ratio of the medians.
/// </summary>
public static class ImportBenchmark
{
    private const int Rounds = 3;
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
            var (imports, copies) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                imports.Add(await ImportAsync(Path.Combine(directory, "860", $"{Year}")));
                copies.Add(await CopyAsync(Path.Combine(directory, "860", $"{Year}")));
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}: import {imports[^1]:N0} rows/s, raw COPY {copies[^1]:N0} rows/s"));
            }

            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"import {Median(imports):N0} rows/s, raw COPY {Median(copies):N0} rows/s, ratio {Median(imports) / Median(copies):0.00}"));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<double> ImportAsync(string directory)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        var options = new ImportOptions();
        var queue = new ImportQueue(source, options);
        var job = new ImportJob(source, queue, options, new Council(new CouncilCode(860), "Staffordshire"), new OutboxSignal(), TimeProvider.System);
        await StageAsync(database.ConnectionString, directory);
        var claimed = await queue.ClaimAsync(CancellationToken.None) ?? throw new InvalidOperationException("The job is gone.");

        var watch = Stopwatch.StartNew();
        await job.RunAsync(claimed, CancellationToken.None);
        watch.Stop();

        await using var db = Open(database.ConnectionString);
        var import = await db.Imports.SingleAsync();
        if (import.State != ImportState.Done)
        {
            throw new InvalidOperationException($"The import {import.State}: {import.ProblemDetail}");
        }

        return import.Rows / watch.Elapsed.TotalSeconds;
    }

    /// <summary>The same rows, read beforehand, by nothing but binary COPY into the same tables with their indexes.</summary>
    private static async Task<double> CopyAsync(string directory)
    {
        await using var database = await TestDatabase.CreateFromAsync("locality-hub", MigrateAsync);
        await using var source = NpgsqlDataSource.Create(database.ConnectionString);
        await StageAsync(database.ConnectionString, directory);
        await using var db = Open(database.ConnectionString);
        var import = await db.Imports.SingleAsync();
        var groups = await UploadGroups.OpenAsync(source, import.Id, long.MaxValue / 2, CancellationToken.None);
        var children = (await groups.TakeAsync(0, CancellationToken.None))
            .Select(child => new RowCopy.Rows(Guid.NewGuid(), false, child.Rows, null)).ToList();

        var watch = Stopwatch.StartNew();
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        new RowCopy(connection, import.Id, Year).Write(children);
        await transaction.CommitAsync();
        return groups.RowCount / watch.Elapsed.TotalSeconds;
    }

    private static async Task StageAsync(string connectionString, string directory)
    {
        await using var db = Open(connectionString);
        await db.Database.OpenConnectionAsync();
        var id = Guid.NewGuid();
        short ordinal = 0;
        foreach (var file in Directory.EnumerateFiles(directory, "*.csv").Order(StringComparer.Ordinal))
        {
            var bytes = Enlarge(await File.ReadAllLinesAsync(file));
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

        db.Add(new Import { Id = id, Year = Year, SubmittedBy = "benchmark", SubmittedAt = TimeProvider.System.GetUtcNow() });
        await db.SaveChangesAsync();
    }

    /// <summary>CHILD is the first column: each copy of a child gets an identifier of its own.</summary>
    private static byte[] Enlarge(string[] lines) => Encoding.UTF8.GetBytes(
        string.Join('\n', [lines[0], .. Enumerable.Range(1, Times).SelectMany(copy => lines.Skip(1).Select(line => $"{copy}{line}"))]));

    private static async Task MigrateAsync(string connectionString)
    {
        await using var db = Open(connectionString);
        await db.Database.MigrateAsync();
    }

    private static LocalityHubDbContext Open(string connectionString) =>
        new(new DbContextOptionsBuilder<LocalityHubDbContext>().UseNpgsql(connectionString).Options);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
