using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Files;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Decisions;

/// <summary>
/// The portal's file of decisions: a row for each application. Good rows are recorded, bad ones given back with what to mend; each row is all or
/// nothing.
/// </summary>
internal static class DecisionFile
{
    public const string Columns = "application (its number, such as F000123), outcome (approved, refused, returned), decided_on, portal_reference, awarded (pounds of the fund's money; empty for all that was asked), reason";

    private static readonly Dictionary<string, DecisionOutcome> Outcomes = new()
    {
        ["approved"] = DecisionOutcome.Approved, ["refused"] = DecisionOutcome.Refused, ["returned"] = DecisionOutcome.Returned,
    };

    public sealed record Response(int Recorded, IReadOnlyList<RejectedRow> Rejected);

    public static async Task<Ok<Response>> HandleAsync(
        CouncilCode code, HttpRequest request, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var rows = await UploadedTable.ReadAsync(request, ["application", "outcome", "decided_on"], ct);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var (today, now) = (LondonCalendar.Today(clock), clock.GetUtcNow());
        var rejected = new List<RejectedRow>();
        foreach (var row in rows)
        {
            await db.Database.CurrentTransaction!.CreateSavepointAsync("row", ct);
            try
            {
                var application = await FindAsync(db, code, row, ct);
                await Decision.RecordAsync(db, application, Read(row, application), rules, caller.Subject, today, now, ct);
                await db.SaveChangesAsync(ct);
                await db.Database.CurrentTransaction!.ReleaseSavepointAsync("row", ct);
                audit.About([application.Id]);
            }
            catch (Exception exception) when (exception is CellException or RuleBrokenException or InvalidRequestException)
            {
                await db.Database.CurrentTransaction!.RollbackToSavepointAsync("row", ct);
                rejected.Add(exception switch
                {
                    CellException cell => new RejectedRow(row.Number, cell.Column, cell.Message),
                    RuleBrokenException broken => new RejectedRow(row.Number, null, $"{broken.Code}: {broken.Message}"),
                    InvalidRequestException invalid => new RejectedRow(row.Number, null, $"{invalid.Code}: {invalid.Message}"),
                    _ => throw new InvalidOperationException(),
                });
            }

            db.ChangeTracker.Clear();
        }

        return TypedResults.Ok(new Response(rows.Count - rejected.Count, rejected));
    }

    private static async Task<Application> FindAsync(FundDbContext db, CouncilCode code, TableRow row, CancellationToken ct)
    {
        var text = Cells.Text(row, "application");
        if (!long.TryParse(text.TrimStart('F', 'f'), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            throw new CellException("application", "is not an application's number such as F000123");
        }

        return await db.Applications.Include(each => each.Children).Include(each => each.Lines).ThenInclude(line => line.Funding).AsSplitQuery()
            .SingleOrDefaultAsync(each => each.Number == number && each.Council == code.Number, ct) ?? throw new CellException("application", "is none of this council's applications");
    }

    private static Decision.Given Read(TableRow row, Application application)
    {
        var outcome = Cells.Code(row, "outcome", Outcomes);
        Func<ApplicationLine, LineFunding, long>? awards = null;
        if (row["awarded"] is not null)
        {
            var parts = application.Lines.OrderBy(line => line.Number).SelectMany(line => line.Funding.Where(part => part.Funder == Funder.Fund).OrderBy(part => part.ChildId)).ToList();
            var awarded = Cells.Pence(row, "awarded");
            if (awarded > parts.Sum(part => part.Pence))
            {
                throw new CellException("awarded", "is more than was asked for");
            }

            // The file says one amount for the application: each part gets its share of it.
            var shares = parts.Zip(Split.ByWeight(awarded, [.. parts.Select(part => part.Pence)])).ToDictionary(share => share.First, share => share.Second);
            awards = (_, part) => shares[part];
        }

        return new Decision.Given(outcome, Cells.Day(row, "decided_on"), row["portal_reference"], row["reason"], awards);
    }
}
