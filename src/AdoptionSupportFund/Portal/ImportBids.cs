using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Decisions;
using Partnership.AdoptionSupportFund.Files;
using Partnership.AdoptionSupportFund.Money;
using Partnership.AdoptionSupportFund.Packs;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.AdoptionSupportFund.Rules;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Portal;

/// <summary>
/// Takes in the bids that a council has made before, from its spreadsheet: a row for each child and therapy, rows of one bid under one key.
/// Good bids come in, with their awards in the ledger; the rows of a bad one come back with what to mend. A bid that came in before stays as
/// it is.
/// </summary>
internal static class ImportBids
{
    public const string Columns =
        "bid (the council's key of the bid), child and assessment (references of this service), therapy, provider (registration reference), hours, rate (pounds an hour), starts, ends, fund, council, agency, health "
        + "(pounds that each is asked for), status (draft, submitted, approved, refused, returned, withdrawn; a bid that is closed is approved, and closed here once its money is entered), applied_on (empty for a bid that was "
        + "withdrawn before it was sent), decided_on, portal_reference, awarded (pounds of the fund's money; empty for all), reason (code of a refusal, return or withdrawal)";

    private static readonly string[] Required = ["bid", "child", "assessment", "therapy", "hours", "rate", "starts", "ends", "fund", "status"];

    private static readonly (string Column, Funder Funder)[] Funders = [("fund", Funder.Fund), ("council", Funder.Council), ("agency", Funder.RegionalAgency), ("health", Funder.Health)];

    private static readonly Dictionary<string, ApplicationStatus> Statuses = new()
    {
        ["draft"] = ApplicationStatus.Draft, ["submitted"] = ApplicationStatus.Submitted, ["approved"] = ApplicationStatus.Approved, ["refused"] = ApplicationStatus.Refused,
        ["returned"] = ApplicationStatus.Returned, ["withdrawn"] = ApplicationStatus.Withdrawn,
    };

    private static readonly Dictionary<ApplicationStatus, DecisionOutcome> Outcomes = new()
    {
        [ApplicationStatus.Approved] = DecisionOutcome.Approved, [ApplicationStatus.Refused] = DecisionOutcome.Refused, [ApplicationStatus.Returned] = DecisionOutcome.Returned,
    };

    // By code, as a cell is read: the same reasons that a decision and a withdrawal of here have.
    private static readonly Dictionary<string, string> DecisionReasons = Decision.Reasons.ToDictionary(reason => reason);
    private static readonly Dictionary<string, string> WithdrawalReasons = SubmitApplication.WithdrawalReasons.ToDictionary(reason => reason);

    /// <param name="Imported">Bids that came in.</param>
    /// <param name="Before">Bids that had come in before and stay as they are.</param>
    /// <param name="Rejected">Rows that are given back.</param>
    public sealed record Response(int Imported, int Before, IReadOnlyList<RejectedRow> Rejected);

    public static async Task<Ok<Response>> HandleAsync(
        CouncilCode code, HttpRequest request, Caller caller, FundDbContext db, Rulebooks rulebooks, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        var rows = await UploadedTable.ReadAsync(request, Required, ct);
        var rules = await rulebooks.CurrentAsync(db, ct);
        var providers = (await db.Providers.AsNoTracking().Where(provider => provider.RegistrationReference != null).Select(provider => new { provider.Id, provider.RegistrationReference }).ToListAsync(ct))
            .GroupBy(provider => provider.RegistrationReference!).ToDictionary(group => group.Key, group => group.First().Id);
        var (imported, before, rejected) = (0, 0, new List<RejectedRow>());
        foreach (var bid in rows.GroupBy(row => row["bid"] ?? string.Empty))
        {
            await db.Database.CurrentTransaction!.CreateSavepointAsync("bid", ct);
            var faults = new List<RejectedRow>();
            try
            {
                if (await db.Applications.AnyAsync(application => application.Council == code.Number && application.ImportedAs == bid.Key, ct))
                {
                    before++;
                    continue;
                }

                var read = Read([.. bid], providers, rules, faults);
                if (faults.Count == 0)
                {
                    var id = await KeepAsync(db, code, bid.Key, read, rules, caller.Subject, clock, ct);
                    audit.About([id]);
                    imported++;
                    await db.Database.CurrentTransaction!.ReleaseSavepointAsync("bid", ct);
                }
            }
            catch (Exception exception) when (exception is RuleBrokenException or InvalidRequestException or CellException)
            {
                faults.Add(new RejectedRow(bid.First().Number, (exception as CellException)?.Column, exception switch
                {
                    RuleBrokenException broken => $"{broken.Code}: {broken.Message}",
                    InvalidRequestException invalid => $"{invalid.Code}: {invalid.Message}",
                    _ => exception.Message,
                }));
            }

            db.ChangeTracker.Clear();
            if (faults.Count > 0)
            {
                await db.Database.CurrentTransaction!.RollbackToSavepointAsync("bid", ct);

                // All rows of the bid come back: the good ones of them with the others' reason.
                rejected.AddRange(bid.Select(row => faults.Find(fault => fault.Row == row.Number) ?? new RejectedRow(row.Number, null, $"another row of this bid is wrong: {faults[0].Row}")));
            }
        }

        return TypedResults.Ok(new Response(imported, before, rejected));
    }

    private sealed record Bid(
        Guid Assessment, ApplicationStatus Status, DateOnly? AppliedOn, DateOnly? DecidedOn, string? PortalReference, string? Reason, IReadOnlyList<(LineFacts Line, long? Awarded)> Lines);

    private static Bid Read(IReadOnlyList<TableRow> rows, IReadOnlyDictionary<string, Guid> providers, Rulebook rules, List<RejectedRow> faults)
    {
        var lines = new List<(LineFacts, long?)>();
        Bid? bid = null;
        foreach (var row in rows)
        {
            try
            {
                if (!Codes.Reference().IsMatch(Cells.Text(row, "bid")))
                {
                    throw new CellException("bid", $"is not {Codes.ReferenceForm}");
                }

                var head = ReadHead(row);
                if (bid is not null && bid with { Lines = head.Lines } != head)
                {
                    throw new CellException("status", "differs from the bid's first row, or its days, assessment, portal reference or reason do");
                }

                bid ??= head;
                lines.Add(ReadLine(row, lines.Count + 1, providers, rules));
            }
            catch (CellException cell)
            {
                faults.Add(new RejectedRow(row.Number, cell.Column, cell.Message));
            }
        }

        return faults.Count > 0 ? new Bid(default, default, null, null, null, null, []) : bid! with { Lines = lines };
    }

    private static Bid ReadHead(TableRow row)
    {
        var status = Cells.Code(row, "status", Statuses);
        var reference = status == ApplicationStatus.Approved ? Cells.Text(row, "portal_reference") : row["portal_reference"];
        if (reference is not null && !Codes.Reference().IsMatch(reference))
        {
            throw new CellException("portal_reference", $"is not {Codes.ReferenceForm}");
        }

        return new Bid(
            Cells.Reference(row, "assessment"),
            status,
            status == ApplicationStatus.Draft || (status == ApplicationStatus.Withdrawn && row["applied_on"] is null && reference is null) ? null : Cells.Day(row, "applied_on"),
            Outcomes.ContainsKey(status) ? Cells.Day(row, "decided_on") : null,
            reference,
            status switch
            {
                ApplicationStatus.Refused or ApplicationStatus.Returned => Cells.Code(row, "reason", DecisionReasons),
                ApplicationStatus.Withdrawn => Cells.Code(row, "reason", WithdrawalReasons),
                _ => null,
            },
            []);
    }

    private static (LineFacts Line, long? Awarded) ReadLine(TableRow row, int number, IReadOnlyDictionary<string, Guid> providers, Rulebook rules)
    {
        var child = Cells.Reference(row, "child");
        var provider = row["provider"] is { } registration
            ? providers.TryGetValue(registration, out var id) ? id : throw new CellException("provider", "is no registration reference of the register")
            : (Guid?)null;
        var parts = Funders.Where(funder => row[funder.Column] is not null).Select(funder => new FundingFacts(child, funder.Funder, Cells.Pence(row, funder.Column))).Where(part => part.Pence > 0).ToList();
        var therapy = Cells.Text(row, "therapy").ToLowerInvariant().Replace(' ', '-');
        var line = new LineFacts(number, therapy, provider, Cells.Number(row, "hours"), Cells.Pence(row, "rate"), Cells.Day(row, "starts"), Cells.Day(row, "ends"), parts);
        return line switch
        {
            _ when !rules.Knows(therapy) => throw new CellException("therapy", "is not a code of the rule packs"),
            { Hours: <= 0 or > 2000 } => throw new CellException("hours", "is more than 0 and at most 2000"),
            { RatePence: <= 0 or > 100_000 } => throw new CellException("rate", "is more than 0 and at most 1000"),
            _ when line.Ends < line.Starts => throw new CellException("ends", "lies before starts"),
            _ when parts.Sum(part => part.Pence) != line.CostPence => throw new CellException("fund", $"the funders' parts add up to {parts.Sum(part => part.Pence) / 100m:0.00}, hours times rate to {line.CostPence / 100m:0.00}"),
            _ => (line, row["awarded"] is null ? null : Cells.Pence(row, "awarded")),
        };
    }

    private static async Task<Guid> KeepAsync(FundDbContext db, CouncilCode code, string key, Bid bid, Rulebook rules, string subject, TimeProvider clock, CancellationToken ct)
    {
        var (today, now) = (LondonCalendar.Today(clock), clock.GetUtcNow());
        var day = bid.AppliedOn ?? today;
        if (day > today)
        {
            throw new CellException("applied_on", "lies in the future");
        }

        var children = bid.Lines.SelectMany(each => each.Line.Funding).Select(part => part.Child).Distinct().Order().ToList();
        if (await db.Children.CountAsync(child => children.Contains(child.Id) && child.Council == code.Number, ct) < children.Count)
        {
            throw new CellException("child", "is no child whom this council's hub has handed over");
        }

        if (await db.Assessments.CountAsync(assessment => assessment.Id == bid.Assessment && children.Contains(assessment.ChildId) && assessment.Council == code.Number, ct) < children.Count)
        {
            throw new CellException("assessment", "does not cover the child");
        }

        var application = new Application { Id = Guid.CreateVersion7(), Council = (short)code.Number, AssessmentId = bid.Assessment, ImportedAs = key, CreatedBy = subject, CreatedAt = now };
        WriteApplication.Put(application, children, [.. bid.Lines.Select(each => each.Line)]);
        application.Touch(now);
        db.Add(application);
        if (bid.Status is ApplicationStatus.Draft or ApplicationStatus.Returned)
        {
            // It goes on from here: it is checked as what is written here.
            var facts = await FactsReader.ReadAsync(db, application, FactsReader.LinesOf(application), today, rules, locked: null, ct);
            application.Keep(ApplicationChecks.Of(facts, rules), today);
        }
        else
        {
            application.Keep([], day);
        }

        await db.SaveChangesAsync(ct);
        if (bid.AppliedOn is not null)
        {
            application.Move(ApplicationStatus.Submitted, now);
            (application.AppliedOn, application.PortalReference) = (day, bid.PortalReference);
        }

        if (bid.Status is ApplicationStatus.Submitted or ApplicationStatus.Approved)
        {
            await TakeMoneyAsync(db, application, day, rules, ct);
        }

        if (bid.Status == ApplicationStatus.Withdrawn)
        {
            application.Move(ApplicationStatus.Withdrawn, now);
            application.Reason = bid.Reason;
        }

        if (Outcomes.TryGetValue(bid.Status, out var outcome))
        {
            await db.SaveChangesAsync(ct);
            var awards = application.Lines.OrderBy(line => line.Number).Zip(bid.Lines).ToDictionary(pair => pair.First.Id, pair => pair.Second.Awarded);
            await Decision.RecordAsync(
                db, application, new Decision.Given(outcome, bid.DecidedOn!.Value, bid.PortalReference, bid.Reason, (line, part) => awards[line.Id] ?? part.Pence), rules, subject, today, now, ct);
        }

        await db.SaveChangesAsync(ct);
        return application.Id;
    }

    /// <summary>What was sent was checked by others, then: of the rules only the children's limits are held against it, by the rules of its day.</summary>
    private static async Task TakeMoneyAsync(FundDbContext db, Application application, DateOnly day, Rulebook rules, CancellationToken ct)
    {
        var asked = Asked.By(FactsReader.LinesOf(application), day, rules).ToDictionary();
        var locked = await Balances.LockAsync(db, asked.Keys, ct);
        foreach (var (of, use) in asked)
        {
            if (rules.Of(of.Year, day) is not { } pack)
            {
                throw new RuleBrokenException("rules.not-adopted", FindingBook.Kinds["rules.not-adopted"].Why, "starts");
            }

            if (Limits.Check(pack, day, locked[of], use).FirstOrDefault(finding => FindingBook.Kinds[finding.Code].Severity == Severity.Blocks) is { } finding)
            {
                throw new RuleBrokenException(finding.Code, $"{FindingBook.Kinds[finding.Code].Why} It is £{finding.Pence / 100m:0.00} too much.", "fund");
            }
        }

        await Balances.SetUseAsync(db, application.Id, application.Council, asked, ct);
    }
}
