using Microsoft.EntityFrameworkCore;
using Npgsql;
using Partnership.Contracts;
using Partnership.Contracts.LocalityHub;
using Partnership.LocalityHub.Persistence;
using Partnership.LocalityHub.Support;
using Partnership.Statutory;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether the support fund knows of children and assessments what the hubs' own rows make of them, worked out anew, and heard each version once.
/// </summary>
internal static class AssessmentCheck
{
    private const string Check = "assessments";

    private const string OfChildren = """
        select id::text, concat_ws(' ', council, family_id, route, born_in, has_plan, basis, needs, assessment_id, epoch, version) from fund_child
        """;

    private const string OfAssessments = """
        select concat_ws(' ', id, child_id), concat_ws(' ', council, assessed_on, review_due, narratives_checked, withdrawn) from needs_assessment
        """;

    public static async Task<List<Disagreement>> RunAsync(NpgsqlDataSource fund, IReadOnlyDictionary<string, NpgsqlDataSource> hubs)
    {
        var (children, assessments) = (new Dictionary<string, string>(), new Dictionary<string, string>());
        foreach (var (code, hub) in hubs)
        {
            await ReadAsync(hub, code, children, assessments);
        }

        var none = new HashSet<string>();
        return
        [
            .. Records.Compare(Check, "child", children, await Records.ReadAsync(fund, OfChildren), none),
            .. Records.Compare(Check, "assessment and child", assessments, await Records.ReadAsync(fund, OfAssessments), none),
        ];
    }

    /// <summary>Of each child every version passed over the broker, once.</summary>
    public static Task<List<Disagreement>> OnceAsync(RunningRegion region) =>
        Told.OnceAsync<SupportNeedsAssessed>(Check, region, "select reference, version from sealed.support_reference where kind = 1");

    private static async Task ReadAsync(NpgsqlDataSource hub, string code, Dictionary<string, string> children, Dictionary<string, string> assessments)
    {
        await using var connection = await hub.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await using var db = await HubContexts.OverAsync(connection, transaction, CancellationToken.None);
        var today = LondonCalendar.Today(TimeProvider.System);
        var references = await db.SupportReferences.AsNoTracking().ToDictionaryAsync(reference => (reference.Kind, reference.AboutId));
        var made = await db.SupportAssessments.AsNoTracking().Include(each => each.Children).Include(each => each.Narratives).AsSplitQuery().ToListAsync();
        foreach (var family in await db.SupportFamilies.AsNoTracking().Include(each => each.Children).ToListAsync())
        {
            foreach (var child in family.Children)
            {
                if (made.Where(each => each.Children.Exists(assessed => assessed.SupportChildId == child.Id)).OrderBy(each => each.AssessedOn).ThenBy(each => each.Number).LastOrDefault() is not { } newest)
                {
                    continue;
                }

                if (!references.TryGetValue((SupportReferenceKind.Child, child.Id), out var reference) || !references.TryGetValue((SupportReferenceKind.Assessment, newest.Id), out var assessment))
                {
                    children.Add($"a child of {code} without a reference, of assessment {newest.Id}, {children.Count}", "");
                    continue;
                }

                children.Add(
                    $"{reference.Reference}",
                    Records.Of(
                        code,
                        references[(SupportReferenceKind.Family, family.Id)].Reference,
                        (short)child.Route,
                        YearEnded.Of(child.DateOfBirth).Year,
                        child.HasPlan,
                        (short)ApplicantRule.Of(child, family.LivesHere, today),
                        (int)newest.Children.Single(assessed => assessed.SupportChildId == child.Id).Needs,
                        assessment.Reference,
                        reference.Epoch,
                        reference.Version));
                assessments.Add(
                    Records.Of(assessment.Reference, reference.Reference), Records.Of(code, newest.AssessedOn, newest.ReviewDue, SupportLedger.AreChecked(newest), newest.Withdrawn));
            }
        }
    }
}
