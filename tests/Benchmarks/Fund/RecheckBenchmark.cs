using System.Diagnostics;
using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Benchmarks.Measuring;
using Partnership.ServiceDefaults.Messaging;
using Partnership.ServiceDefaults.Persistence;
using Partnership.TestSupport;

namespace Partnership.Benchmarks.Fund;

/// <summary>
/// How long it takes to check 30,000 drafts of the support fund again after a pack with a lower limit was adopted, and again when nothing has
/// changed. Beside them, as the yardstick, the same drafts' findings written by one statement of the database.
/// </summary>
internal static class RecheckBenchmark
{
    private const int Drafts = 30_000;
    private const int Rounds = 5;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    public static async Task RunAsync()
    {
        await using var database = await TestDatabase.CreateFromAsync("support-fund", async connectionString =>
        {
            await DatabaseMigration.MigrateAsync<FundDbContext>(connectionString, options => new(options), TimeSpan.FromSeconds(30), CancellationToken.None);
            await PackSeeding.RunAsync(connectionString, TimeProvider.System, CancellationToken.None);
        });
        await FillAsync(database);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Configuration["ConnectionStrings:support-fund"] = database.ConnectionString;
        builder.Configuration["ConnectionStrings:support-fund-worker"] = database.ConnectionString;
        builder.AddSharedPostgres<FundDbContext>("support-fund", "support-fund-worker");
        builder.Services.AddSingleton<TimeProvider>(new ManualTimeProvider(new DateTimeOffset(2025, 11, 3, 9, 0, 0, TimeSpan.Zero)));
        builder.Services.AddSingleton<Rulebooks>();
        builder.Services.AddSingleton<PackSignal>();
        builder.Services.AddSingleton<OutboxSignal>();
        builder.Services.AddHostedService<PackWorker>();
        using var host = builder.Build();
        await host.StartAsync();
        var signal = host.Services.GetRequiredService<PackSignal>();
        await FinishedAsync(database);

        var (changed, unchanged, written) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            // Each round tells every owner anew, as the first time that a draft stops.
            await database.ExecuteAsync("truncate chase, outbox");
            await AdoptAsync(database, 250_000 - (round * 1_000));
            var first = await RecheckAsync(database, signal);
            var second = await RecheckAsync(database, signal);
            var statement = await MeasureAsync(() => database.ExecuteAsync("update application set findings = findings || ' '; update application set findings = trim(findings)"));
            if (await database.ScalarAsync<long>("select count(*) from application where findings like '%limit.fair-access%'") != Drafts)
            {
                throw new InvalidOperationException("The lower limit was to break every draft.");
            }

            // The first round only warms up.
            if (round > 0)
            {
                changed.Add(first);
                unchanged.Add(second);
                written.Add(statement);
            }
        }

        await host.StopAsync();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Drafts:N0} drafts, median of {Rounds} rounds: {Series.Median(changed):0.00} s when each changes, {Series.Median(unchanged):0.00} s when none does; written twice by a statement {Series.Median(written):0.00} s, ratio {Series.Median(changed) / Series.Median(written):0.00}"));
        Console.WriteLine(Series.Median(changed) <= Limit.TotalSeconds ? "within 10 s" : "NOT within 10 s");
    }

    /// <summary>Asks for a recheck as an adoption does, and waits for its end; seconds.</summary>
    private static async Task<double> RecheckAsync(TestDatabase database, PackSignal signal) => await MeasureAsync(async () =>
    {
        await database.ExecuteAsync("insert into rule_job (id, kind, day, requested_by, requested_at, total, done, changed, broken, mended, history_total, history_stopped) values (gen_random_uuid(), 2, date '2025-11-03', 'bench', now(), 0, 0, 0, 0, 0, 0, 0)");
        signal.Wake();
        await FinishedAsync(database);
    });

    private static async Task FinishedAsync(TestDatabase database)
    {
        while (await database.ScalarAsync<bool>("select count(*) = 0 or bool_or(finished_at is null) from rule_job"))
        {
            await Task.Delay(10);
        }
    }

    private static async Task<double> MeasureAsync(Func<Task> work)
    {
        var began = Stopwatch.GetTimestamp();
        await work();
        return Stopwatch.GetElapsedTime(began).TotalSeconds;
    }

    /// <summary>A revision of the year with a limit of its own, adopted today: each time another text for each draft's findings.</summary>
    private static async Task AdoptAsync(TestDatabase database, long limit)
    {
        await using var db = new FundDbContext(new DbContextOptionsBuilder<FundDbContext>().UseNpgsql(database.ConnectionString).Options);
        var last = await db.Packs.Where(pack => pack.Year == 2026).OrderByDescending(pack => pack.Revision).FirstAsync();
        var pack = last.Read();
        pack = pack with { Revision = pack.Revision + 1, Rules = [.. pack.Rules.Select(rule => rule is FairAccessRule access ? access with { Pence = limit } : rule)] };
        db.Add(new PackRow
        {
            Id = Guid.CreateVersion7(), Year = last.Year, Revision = (short)pack.Revision, Content = PackRow.Write(pack), CreatedAt = TimeProvider.System.GetUtcNow(), CreatedBy = "bench", AdoptedFrom = new DateOnly(2025, 11, 3), AdoptedBy = "bench",
            AdoptedAt = TimeProvider.System.GetUtcNow(),
        });
        await db.SaveChangesAsync();
    }

    /// <summary>Drafts of four councils, each for a child of its own and two lines of £1,500: all of the limit of 2025-26.</summary>
    private static Task FillAsync(TestDatabase database) => database.ExecuteAsync($"""
        insert into provider (id, name, status, is_active, version, updated_at) values ('01970000-0000-7000-8000-0000000000a1', 'Invented Therapies', 1, true, 1, now());
        insert into provider_therapy (provider_id, therapy, rate_pence) values ('01970000-0000-7000-8000-0000000000a1', 'play-therapy', 7500);
        insert into provider_check (provider_id, kind, checked_on, refresh_due) select '01970000-0000-7000-8000-0000000000a1', kind, date '2025-01-06', date '2027-01-06' from generate_series(1, 4) kind;
        create temporary table draft as select n, gen_random_uuid() as child, gen_random_uuid() as assessment, gen_random_uuid() as application, (array[860, 861, 893, 894])[1 + n % 4]::smallint as council from generate_series(1, {Drafts}) n;
        insert into fund_child (id, council, family_id, route, born_in, has_plan, basis, needs, assessment_id, epoch, version) select child, council, gen_random_uuid(), 2, 2015, false, 2, 3, assessment, 1, 1 from draft;
        insert into needs_assessment (id, child_id, council, assessed_on, review_due, narratives_checked, withdrawn) select assessment, child, council, date '2025-10-06', date '2026-10-06', true, false from draft;
        insert into application (id, council, assessment_id, status, exceptions, findings, checked_on, created_by, created_at, updated_at, version)
        select application, council, assessment, 1, array[]::text[], '[]', date '2025-11-02', 'bench', now(), now(), 1 from draft;
        insert into application_child (application_id, child_id, council) select application, child, council from draft;
        create temporary table line as select gen_random_uuid() as id, d.*, number from draft d, generate_series(1, 2) number;
        insert into application_line (id, application_id, council, number, therapy, provider_id, hours, rate_pence, starts, ends)
        select id, application, council, number, 'play-therapy', '01970000-0000-7000-8000-0000000000a1', 20, 7500, date '2025-12-01', date '2026-03-20' from line;
        insert into line_funding (line_id, child_id, funder, council, pence) select id, child, 1, council, 150000 from line;
        analyze
        """);
}
