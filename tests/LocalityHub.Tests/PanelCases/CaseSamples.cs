using System.Net.Http.Json;
using Partnership.Contracts.PanelScheduling;
using Partnership.LocalityHub.Tests.PanelCases;
using Partnership.TestSupport;

namespace Partnership.LocalityHub.Tests;

/// <summary>Cases for panel and what is done with them, for the tests that try every operation.</summary>
internal static class CaseSamples
{
    private const string Own = "/api/v1/councils/860";

    // Special guardianship: no hard gate stands before it, so that it can be raised as it is.
    private const int Guardianship = 10;
    private const int PlanByOrder = 5;
    private const int Preparing = 1;
    private const int Raised = 2;

    public static bool IsOne(string operation) =>
        operation.Contains("/panel-cases", StringComparison.Ordinal) || operation.Contains("/panel-items", StringComparison.Ordinal) || operation.Contains("/letter-templates", StringComparison.Ordinal);

    public static async Task<WriteSample> OfAsync(HubFixture hub, string operation)
    {
        var path = operation[(operation.IndexOf("{code}", StringComparison.Ordinal) + 6)..];
        var child = await PermanenceSamples.WaitingAsync(hub);
        var planted = await PlantAsync(hub, child, path.EndsWith("/raise", StringComparison.Ordinal));
        if (path.EndsWith("/withdraw", StringComparison.Ordinal))
        {
            // What is decided is not taken back any more.
            await hub.Database.ExecuteAsync($"update case_decision set outcome = {(short)PanelDecisionOutcome.Deferred} where id = '{planted.Decision}'");
        }

        path = Own + path
            .Replace("{caseId:guid}", planted.Case.ToString(), StringComparison.Ordinal).Replace("{gate}", "report-author", StringComparison.Ordinal)
            .Replace("{paperId:guid}", planted.Paper.ToString(), StringComparison.Ordinal).Replace("{itemId:guid}", planted.Item.ToString(), StringComparison.Ordinal)
            .Replace("{decisionId:guid}", planted.Decision.ToString(), StringComparison.Ordinal).Replace("{recipient}", "birth-parents", StringComparison.Ordinal)
            .Replace("{letterId:guid}", planted.Letter.ToString(), StringComparison.Ordinal).Replace("{letter}", "carers", StringComparison.Ordinal);
        var @case = $"{Own}/panel-cases/{planted.Case}";
        var report = PanelHub.Pdf("report");
        return path[(path.LastIndexOf('/') + 1)..] switch
        {
            "panel-cases" => new WriteSample(path, () => JsonContent.Create(new { kind = "should-be-placed-by-order", childIds = new[] { child } }), () => CountAsync($"panel_case where '{child}' = any(child_ids)")),
            "report-author" => OfCase(new { on = "2025-06-02" }),
            "raise" or "withdraw" => OfCase(null),
            "papers" => new WriteSample(path + "?kind=other&datedOn=2025-06-02", () => PanelHub.File(report), () => CountAsync($"case_paper where case_id = '{planted.Case}'")),
            "recall" => new WriteSample(path, () => JsonContent.Create(new { reason = "The wrong file." }), () => CountAsync($"case_paper where case_id = '{planted.Case}' and recalled_at is not null")),
            "minutes" => new WriteSample(path, () => JsonContent.Create(new { discussion = "Heard.", reasons = "Invented." }), () => CountAsync($"item_minutes where item_id = '{planted.Item}'")),
            "decision-records" => new WriteSample(
                path, () => JsonContent.Create(new { material = Array.Empty<Guid>(), otherMaterial = "Invented.", arguments = "For.", ownReasons = "Invented." }),
                () => CountAsync($"decision_record where case_id = '{planted.Case}'")),
            "birth-parents" => new WriteSample(path, () => JsonContent.Create(new { orallyOn = "2025-06-16" }), () => CountAsync($"decision_notice where decision_id = '{planted.Decision}'"), @case),
            "carers" => new WriteSample(
                path, () => JsonContent.Create(new { text = "Dear {{household}}" }), () => hub.Database.ScalarAsync<long>("select coalesce(max(version), 0) from letter_template where kind = 7"), path),
            "letters" => new WriteSample(
                path, () => JsonContent.Create(new { decisionId = planted.Decision, kind = "parents-should-be-placed", recipient = "Ms Invented", address = "1 Invented Lane", signedBy = "Bryony Quill" }),
                () => CountAsync($"letter where case_id = '{planted.Case}' and id <> '{planted.Letter}'")),
            "sent" => new WriteSample(
                path, () => JsonContent.Create(new { on = "2025-06-16" }), () => hub.Database.ScalarAsync<long>($"select version from letter where id = '{planted.Letter}'"), path[..path.LastIndexOf('/')]),
            _ => OfCase(new { courtDate = "2025-08-01" }),
        };

        WriteSample OfCase(object? body) => new(
            path, () => body is null ? null : JsonContent.Create(body), () => hub.Database.ScalarAsync<long>($"select version from panel_case where id = '{planted.Case}'"), @case);

        Task<long> CountAsync(string of) => hub.Database.ScalarAsync<long>($"select count(*) from {of}");
    }

    /// <summary>A case with a paper, an item that is heard, a decision and a letter about it.</summary>
    private static async Task<(Guid Case, Guid Paper, Guid Item, Guid Decision, Guid Letter)> PlantAsync(HubFixture hub, Guid child, bool toRaise)
    {
        var (@case, paper, item, decision, letter) = (Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid());
        await hub.Database.ExecuteAsync(
            $"""
            insert into panel_case (id, kind, cases_council, child_ids, child_references, state, brief, fast_track, infant, ready_on, version, opened_by, updated_at)
            values ('{@case}', {(toRaise ? Guardianship : PlanByOrder)}, 860, array['{child}']::uuid[], array[gen_random_uuid()], {(toRaise ? Preparing : Raised)}, false, false, false,
                {(toRaise ? "null" : "'2025-06-02'")}, 1, 'planted', now());
            insert into case_paper (id, case_id, kind, paper_id, number, superseded, dated_on, file_name, type, length, digest, uploaded_by, uploaded_at)
            values ('{paper}', '{@case}', 0, '{paper}', 1, false, '2025-06-02', 'planted.pdf', 1, 1, '\x00', 'planted', now());
            insert into case_item (id, case_id, item_version, meets_on, state, recommended) values ('{item}', '{@case}', 1, '2025-06-12', 3, 1);
            insert into case_decision (id, case_id, child_id, stage, outcome, decided_on, maker, record_id, reason, received_at)
            values ('{decision}', '{@case}', '{child}', 1, 1, '2025-06-16', gen_random_uuid(), gen_random_uuid(), 0, now());
            insert into letter (id, case_id, decision_id, kind, text, template_version, written_by, written_at, version)
            values ('{letter}', '{@case}', '{decision}', 5, 'planted', 0, 'planted', now(), 1)
            """);
        return (@case, paper, item, decision, letter);
    }
}
