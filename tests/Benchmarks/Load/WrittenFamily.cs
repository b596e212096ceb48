using Npgsql;
using Partnership.Contracts;

namespace Partnership.Benchmarks.Load;

/// <summary>
/// A family for whom the support fund is applied to: an application for an hour of therapy is begun and sent off, then one for the next day. What one
/// day is asked for twice the fund's rules stop, so each has a day of its own.
/// </summary>
internal sealed class WrittenFamily(string council, Guid assessment, IReadOnlyList<Guid> children, Guid provider) : IWritten
{
    private const short Draft = 1;
    private const short Submitted = 2;
    private static readonly string[] None = [];

    private readonly DateOnly _first = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime).AddDays(1);
    private readonly Dictionary<Guid, (short Status, long Version)> _applications = [];
    private Guid? _draft;

    public string Council => council;

    public string Desk => LoadMix.Applications;

    private string Path => $"/api/v1/fund/councils/{council}/applications";

    private Guid Assessment => assessment;

    public PlannedWrite? Next(Random random)
    {
        if (_draft is { } draft)
        {
            return new PlannedWrite(this, "fund-submission", HttpMethod.Post, $"{Path}/{draft}/submission", new { exceptions = None }, (_, version) => (_applications[draft], _draft) = ((Submitted, version), null))
            {
                Version = _applications[draft].Version,
            };
        }

        // A line in the next financial year would need that year's rules.
        var day = _first.AddDays(_applications.Count);
        return YearEnded.Of(day) != YearEnded.Of(_first)
            ? null
            : new PlannedWrite(
                this, "fund-application", HttpMethod.Post, Path,
                new { assessmentId = assessment, content = new { children, lines = new[] { new { therapy = LoadFamilies.Therapy, providerId = provider, hours = 1, ratePence = LoadFamilies.RatePence, starts = day, ends = day } } } },
                (answer, version) =>
                {
                    _draft = answer.GetProperty("id").GetGuid();
                    _applications[_draft.Value] = (Draft, version);
                }) { GoesOn = true };
    }

    /// <summary>What of the families' applications is not as it was promised: those that were acknowledged are there as they were told, and no others.</summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(IEnumerable<WrittenFamily> families, NpgsqlDataSource fund)
    {
        var promised = families.ToDictionary(family => family.Assessment);
        await using var command = fund.CreateCommand("select assessment_id, id, status, version from application where assessment_id = any($1)");
        command.Parameters.Add(new NpgsqlParameter { Value = promised.Keys.ToArray() });
        var found = promised.Keys.ToDictionary(key => key, _ => new Dictionary<Guid, (short, long)>());
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            found[reader.GetGuid(0)].Add(reader.GetGuid(1), (reader.GetInt16(2), reader.GetInt64(3)));
        }

        return
        [
            .. promised.Values.SelectMany(family => LoadPromises.Differences(
                $"{family.Council}, applications on assessment {family.Assessment}", family._applications, found[family.Assessment])),
        ];
    }
}
