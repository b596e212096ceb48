using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;

namespace Partnership.AdoptionSupportFund.Packs;

/// <summary>An application with what its last check found, as a job reads thousands of them.</summary>
internal sealed record Checkable(ApplicationFacts Facts, string Findings, string[] Exceptions, long Version);

/// <summary>
/// Gathers the facts of many applications in a few statements: the same facts as <see cref="FactsReader"/> gathers for one, so that a recheck
/// and a person's own check agree. Of other applications only those of the same council count, as for that council's own people.
/// </summary>
internal static class Drafts
{
    private static readonly ApplicationStatus[] Live = [ApplicationStatus.Draft, ApplicationStatus.Submitted, ApplicationStatus.Returned, ApplicationStatus.Approved];

    /// <summary>The next applications after one, in the order of their ids.</summary>
    public static async Task<IReadOnlyList<Checkable>> ReadAsync(FundDbContext db, IQueryable<Application> which, Func<Application, DateOnly> dayOf, Rulebook rules, CancellationToken ct)
    {
        var applications = await which.AsNoTracking().ToListAsync(ct);
        var ids = applications.Select(application => application.Id).ToArray();
        var members = (await (
            from member in db.Set<ApplicationChild>()
            join child in db.Children on member.ChildId equals child.Id
            where ids.Contains(member.ApplicationId)
            select new { member.ApplicationId, Child = child }).AsNoTracking().ToListAsync(ct)).ToLookup(row => row.ApplicationId, row => row.Child);
        var lines = (await db.Lines.AsNoTracking().Where(line => ids.Contains(line.ApplicationId)).ToListAsync(ct)).ToLookup(line => line.ApplicationId);
        var lineIds = lines.SelectMany(each => each).Select(line => line.Id).ToArray();
        var funding = (await db.LineFunding.AsNoTracking().Where(part => lineIds.Contains(part.LineId)).ToListAsync(ct)).ToLookup(part => part.LineId);
        var children = members.SelectMany(each => each).Select(child => child.Id).Distinct().ToArray();
        var assessments = (await db.Assessments.AsNoTracking().Where(assessment => children.Contains(assessment.ChildId)).ToListAsync(ct))
            .ToDictionary(assessment => (assessment.Id, assessment.ChildId));
        var balances = (await db.Balances.AsNoTracking().Where(balance => children.Contains(balance.ChildId)).ToListAsync(ct)).ToLookup(balance => balance.ChildId);
        var uses = (await db.BalanceUses.AsNoTracking().Where(use => ids.Contains(use.ApplicationId)).ToListAsync(ct)).ToLookup(use => use.ApplicationId);
        var others = await OthersAsync(db, children, ct);
        var providers = (await Providers.KeepRegister.Whole(db).AsNoTracking().ToListAsync(ct)).ToDictionary(provider => provider.Id, provider => provider.Facts());
        var givenBack = new Dictionary<Guid, Dictionary<(Guid Child, YearEnded Year), Use>>();
        foreach (var amendment in applications.Where(application => application.AmendsId is not null))
        {
            amendment.Lines.AddRange(lines[amendment.Id]);
            givenBack[amendment.Id] = await Amendments.GivenBackAsync(db, amendment, rules, ct);
        }

        return [.. applications.Select(application => new Checkable(FactsOf(application), application.Findings, application.Exceptions, application.Version))];

        ApplicationFacts FactsOf(Application application)
        {
            var own = members[application.Id].OrderBy(child => child.Id).ToList();
            var used = own.SelectMany(child => balances[child.Id]).ToDictionary(balance => (balance.ChildId, new YearEnded(balance.Year)), balance => balance.Use);
            foreach (var use in uses[application.Id])
            {
                var key = (use.ChildId, new YearEnded(use.Year));
                used[key] = used.GetValueOrDefault(key) - use.Use;
            }

            foreach (var (key, back) in givenBack.GetValueOrDefault(application.Id) ?? [])
            {
                used[key] = used.GetValueOrDefault(key) - back;
            }

            var replaced = lines[application.Id].Select(line => line.ReplacesId).OfType<Guid>().ToHashSet();

            return new ApplicationFacts(
                application.Id,
                new CouncilCode(application.Council),
                dayOf(application),
                [.. own.Select(child => FactsReader.Of(child, assessments.GetValueOrDefault((application.AssessmentId, child.Id))))],
                [.. lines[application.Id].OrderBy(line => line.Number).Select(line => FactsReader.Of(line, funding[line.Id]))],
                used,
                [.. own.SelectMany(child => others[(child.Id, application.Council)]).Where(other => other.Application != application.Id && !replaced.Contains(other.Id)).Select(other => other.Line)],
                providers);
        }
    }

    private static async Task<ILookup<(Guid Child, short Council), (Guid Application, Guid Id, OtherLine Line)>> OthersAsync(FundDbContext db, Guid[] children, CancellationToken ct)
    {
        var rows = await (
            from part in db.LineFunding
            join line in db.Lines on part.LineId equals line.Id
            join application in db.Applications on line.ApplicationId equals application.Id
            where children.Contains(part.ChildId) && Live.Contains(application.Status) && line.ReplacedById == null
            select new { part.ChildId, application.Council, ApplicationId = application.Id, LineId = line.Id, line.Therapy, line.ProviderId, line.Starts, line.Ends }).Distinct().ToListAsync(ct);
        return rows.ToLookup(row => (row.ChildId, row.Council), row => (row.ApplicationId, row.LineId, new OtherLine(row.ChildId, row.Therapy, row.ProviderId, row.Starts, row.Ends)));
    }
}
