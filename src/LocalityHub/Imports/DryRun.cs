using System.Globalization;
using Npgsql;
using NpgsqlTypes;
using Partnership.CaseData.Milestones;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Milestones;
using Partnership.LocalityHub.Regional;

namespace Partnership.LocalityHub.Imports;

/// <summary>Writes what a chunk of children would become, and its findings; of the children themselves nothing.</summary>
internal static class DryRun
{
    public static async Task WriteAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, Guid importId, PreparedChild[] chunk, DateOnly today, CancellationToken ct)
    {
        var known = chunk.Where(child => child is { IsNew: false, Outcome: not Outcome.Unchanged }).Select(child => child.Id).ToArray();
        var stages = await StagesAsync(connection, transaction, known, ct);
        var before = await MilestonesAsync(connection, transaction, known, ct);
        var given = await GivenMilestones.OfChildrenAsync(connection, transaction, known, ct);
        var previews = new List<ImportPreview>(chunk.Length);
        foreach (var child in chunk.Where(child => child.Outcome != Outcome.Unchanged))
        {
            var stage = stages.GetValueOrDefault(child.Id);
            var (stageAfter, after) = child is { IsHeldNow: false, Facts: { } facts }
                ? After(child.Derived?.Derived ?? ChildMilestones.Derive(facts, given[child.Id].Select(each => each.AsEntered())), today)
                : (stage, [.. before[child.Id]]);
            previews.Add(new ImportPreview
            {
                ImportId = importId,
                ChildId = child.IsNew ? null : child.Id,
                LocalId = child.Submission.LocalId,
                Outcome = child.Outcome,
                HoldReasons = child.HoldReasons,
                StageBefore = stage,
                StageAfter = stageAfter,
                Gained = [.. after.Except(before[child.Id])],
                Lost = [.. before[child.Id].Except(after)],
            });
        }

        ImportLists.Write(connection, previews);
        ImportLists.Write(connection, [.. chunk.SelectMany(child => child.IsNew ? child.Findings.Select(finding => OfNobody(finding, child.Submission.LocalId)) : child.Findings)]);
    }

    private static (ChildStage? Stage, List<string> Milestones) After(ChildMilestones derived, DateOnly today) =>
        (RegionalFacts.Of(derived, today).Stage?.Stage, [.. derived.All.Select(milestone => Line(milestone.Kind, milestone.Date))]);

    // The hub has no such child, and after a dry run it still has none: the council's number alone tells one from another.
    private static ImportFinding OfNobody(ImportFinding finding, string localId) =>
        new() { ImportId = finding.ImportId, LocalId = localId, Rule = finding.Rule, Table = finding.Table, Row = finding.Row, Columns = finding.Columns };

    private static string Line(MilestoneKind kind, DateOnly date) => string.Create(CultureInfo.InvariantCulture, $"{kind.Name()} {date:yyyy-MM-dd}");

    private static async Task<Dictionary<Guid, ChildStage?>> StagesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select id, stage from child where id = any($1)", connection, transaction) { Parameters = { Ids(ids) } };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var stages = new Dictionary<Guid, ChildStage?>(ids.Length);
        while (await reader.ReadAsync(ct))
        {
            stages.Add(reader.GetGuid(0), reader.IsDBNull(1) ? null : (ChildStage)reader.GetInt16(1));
        }

        return stages;
    }

    private static async Task<ILookup<Guid, string>> MilestonesAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, Guid[] ids, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("select child_id, kind, date from milestone where child_id = any($1) order by child_id, ordinal", connection, transaction)
        {
            Parameters = { Ids(ids) },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        var lines = new List<(Guid Child, string Line)>();
        while (await reader.ReadAsync(ct))
        {
            lines.Add((reader.GetGuid(0), Line((MilestoneKind)reader.GetInt16(1), reader.GetFieldValue<DateOnly>(2))));
        }

        return lines.ToLookup(each => each.Child, each => each.Line);
    }

    private static NpgsqlParameter Ids(Guid[] ids) => new() { Value = ids, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid };
}
