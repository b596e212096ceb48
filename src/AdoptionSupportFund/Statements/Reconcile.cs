using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;
using Partnership.AdoptionSupportFund.Applications;
using Partnership.AdoptionSupportFund.Checks;
using Partnership.AdoptionSupportFund.Files;
using Partnership.AdoptionSupportFund.Ledger;
using Partnership.AdoptionSupportFund.Persistence;
using Partnership.Contracts;
using Partnership.ServiceDefaults.Audit;
using Partnership.ServiceDefaults.Authentication;
using Partnership.ServiceDefaults.Paging;
using Partnership.ServiceDefaults.Problems;
using Partnership.Statutory;

namespace Partnership.AdoptionSupportFund.Statements;

/// <summary>
/// Sets the fund's statement against the books: what fits is entered, each difference is explained, and what was claimed and is not on it is
/// listed. Handing the same statement in again enters nothing.
/// </summary>
internal static class Reconcile
{
    public const string Columns = "reference (the fund's own of the line), portal_reference, kind (payment or recovery), amount (pounds), paid_on";

    private const int LockSpace = 0x53544d54;

    private static readonly Dictionary<string, StatementLineKind> Kinds = new() { ["payment"] = StatementLineKind.Payment, ["recovery"] = StatementLineKind.Recovery };

    private static readonly Dictionary<StatementOutcome, string> Explanations = new()
    {
        [StatementOutcome.Matched] = "It is what our books expected.",
        [StatementOutcome.Short] = "The fund paid less than was claimed; the rest is still to come. Ask the fund, or take the claim's entry back.",
        [StatementOutcome.Over] = "The fund paid more than was claimed. What was claimed is entered; ask the fund about the rest.",
        [StatementOutcome.UnknownReference] = "No application of this council has that reference. Check the decision, or tell the fund that the money is not ours.",
        [StatementOutcome.NotClaimed] = "Nothing of that application is claimed and not received. Check whether a claim is missing or was paid before.",
        [StatementOutcome.Duplicate] = "A line of that reference was handed in before; it is not entered twice.",
        [StatementOutcome.UnexpectedRecovery] = "The fund took back money of which our books say that it was not to be given back. What was to be given back is entered.",
    };

    public sealed record Line(
        int Row, string Reference, string PortalReference, StatementLineKind Kind, long Pence, DateOnly PaidOn, StatementOutcome Outcome, long ExpectedPence, long EnteredPence, long DifferencePence, string Explanation, Guid? ApplicationId, Guid? JournalId);

    /// <summary>Claimed, not received, and not on any statement yet.</summary>
    public sealed record Missing(Guid ApplicationId, string PortalReference, long Pence);

    public sealed record Response(Guid Id, string Number, DateOnly HandedInOn, IReadOnlyList<Line> Lines, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<Missing> StillToCome);

    public sealed record Entry(Guid Id, string Number, DateOnly HandedInOn, int Lines, int Differences, long EnteredPence);

    public static async Task<Created<Response>> HandleAsync(CouncilCode code, HttpRequest request, Caller caller, FundDbContext db, AuditTrail audit, TimeProvider clock, CancellationToken ct)
    {
        // One statement of a council at a time: whether a line was handed in before is asked before its application is known, let alone locked.
        await db.Database.ExecuteSqlAsync($"select pg_advisory_xact_lock({LockSpace}, {code.Number})", ct);
        var rows = await UploadedTable.ReadAsync(request, ["reference", "portal_reference", "kind", "amount", "paid_on"], ct);
        var (today, now) = (LondonCalendar.Today(clock), clock.GetUtcNow());
        var statement = new Statement { Id = Guid.CreateVersion7(), Council = (short)code.Number, HandedInOn = today, HandedInBy = caller.Subject };
        var rejected = new List<RejectedRow>();
        foreach (var row in rows)
        {
            try
            {
                statement.Lines.Add(await EnterAsync(db, statement, Read(row, today), caller.Subject, now, ct));
            }
            catch (CellException cell)
            {
                rejected.Add(new RejectedRow(row.Number, cell.Column, cell.Message));
            }
        }

        if (statement.Lines.Count == 0)
        {
            throw new InvalidRequestException("file.unreadable", $"No row of the statement can be read; the first: {(rejected is [var first, ..] ? $"{first.Column} {first.Reason}" : "there is none")}.", "files");
        }

        db.Add(statement);
        await db.SaveChangesAsync(ct);
        audit.About([statement.Id]);
        return TypedResults.Created($"/api/v1/fund/councils/{code}/statements/{statement.Id}", await DescribeAsync(statement, rejected, db, ct));
    }

    public static async Task<Ok<Page<Entry>>> ListAsync(CouncilCode code, [AsParameters] PageRequest page, FundDbContext db, AuditTrail audit, CancellationToken ct)
    {
        var before = page.After<long?>() ?? long.MaxValue;
        var rows = await db.Statements.AsNoTracking().Include(statement => statement.Lines).Where(statement => statement.Council == code.Number && statement.Number < before)
            .OrderByDescending(statement => statement.Number).Take(page.Take).ToListAsync(ct);
        var found = Page.Of(rows, page, statement => statement.Number);
        audit.About(found.Items.Select(statement => statement.Id));
        return TypedResults.Ok(new Page<Entry>(
            [
                .. found.Items.Select(statement => new Entry(
                    statement.Id, NumberOf(statement), statement.HandedInOn, statement.Lines.Count, statement.Lines.Count(line => line.Outcome != StatementOutcome.Matched), statement.Lines.Sum(line => line.EnteredPence))),
            ],
            found.Next));
    }

    public static async Task<Results<Ok<Response>, ProblemHttpResult>> OneAsync(CouncilCode code, Guid statementId, FundDbContext db, CancellationToken ct) =>
        await db.Statements.AsNoTracking().Include(statement => statement.Lines).SingleOrDefaultAsync(statement => statement.Id == statementId && statement.Council == code.Number, ct) is { } statement
            ? TypedResults.Ok(await DescribeAsync(statement, [], db, ct))
            : Problems.NotFound("statement.not-found", "This council has handed in no such statement.");

    private sealed record Stated(int Row, string Reference, string PortalReference, StatementLineKind Kind, long Pence, DateOnly PaidOn);

    private static Stated Read(TableRow row, DateOnly today)
    {
        var stated = new Stated(
            row.Number, Reference("reference"), Reference("portal_reference"), Cells.Code(row, "kind", Kinds), Cells.Pence(row, "amount"), Cells.Day(row, "paid_on"));
        return stated switch
        {
            { Pence: 0 } => throw new CellException("amount", "is nothing"),
            _ when stated.PaidOn > today => throw new CellException("paid_on", "lies in the future"),
            _ => stated,
        };

        string Reference(string column) => Cells.Text(row, column) is var text && Codes.Reference().IsMatch(text) ? text : throw new CellException(column, $"is not {Codes.ReferenceForm}");
    }

    private static async Task<StatementLine> EnterAsync(FundDbContext db, Statement statement, Stated stated, string subject, DateTimeOffset now, CancellationToken ct)
    {
        if (statement.Lines.Exists(line => line.Reference == stated.Reference)
            || await db.StatementLines.AnyAsync(line => line.Council == statement.Council && line.Reference == stated.Reference && line.JournalId != null
                && !db.Journals.Any(reversal => reversal.ReversesId == line.JournalId), ct))
        {
            return Keep(StatementOutcome.Duplicate, null, 0, 0, null);
        }

        // Amendments have references of their own; the newest of a reference that was agreed to is the one that is paid.
        var application = await db.Applications.Where(each => each.Council == statement.Council && each.PortalReference == stated.PortalReference)
            .OrderByDescending(each => each.Status == ApplicationStatus.Approved || each.Status == ApplicationStatus.Closed).ThenByDescending(each => each.Number).Select(each => (Guid?)each.Id).FirstOrDefaultAsync(ct);
        if (application is not { } id)
        {
            return Keep(StatementOutcome.UnknownReference, null, 0, 0, null);
        }

        await LedgerStore.LockAsync(db, id, ct);
        var holdings = (await LedgerStore.HoldingsAsync(db, id, null, ct)).Where(each => each.Purse.Funder == Funder.Fund).ToList();
        var isPayment = stated.Kind == StatementLineKind.Payment;
        var expected = holdings.Sum(each => isPayment ? each.Holding.Had(Account.Receivable) : each.Holding.Owed(Account.Returnable));
        var entered = Math.Min(expected, stated.Pence);
        var journal = LedgerStore.Write(
            db,
            new Journal
            {
                Id = Guid.CreateVersion7(), Council = statement.Council, Kind = isPayment ? JournalKind.Receipt : JournalKind.Return, OccurredOn = stated.PaidOn, RecordedAt = now, RecordedBy = subject,
                ApplicationId = id, SourceId = statement.Id,
            },
            isPayment ? Books.Receipt(holdings, entered) : Books.Return(holdings, entered));

        // The next row may be of the same application.
        await db.SaveChangesAsync(ct);
        return Keep(
            (isPayment, stated.Pence.CompareTo(expected)) switch
            {
                (_, 0) => StatementOutcome.Matched,
                (true, _) when expected == 0 => StatementOutcome.NotClaimed,
                (true, < 0) => StatementOutcome.Short,
                (true, _) => StatementOutcome.Over,
                (false, < 0) => StatementOutcome.Short,
                (false, _) => StatementOutcome.UnexpectedRecovery,
            },
            id,
            expected,
            entered,
            journal?.Id);

        StatementLine Keep(StatementOutcome outcome, Guid? of, long expectedPence, long enteredPence, Guid? by) => new()
        {
            StatementId = statement.Id, Row = stated.Row, Council = statement.Council, Reference = stated.Reference, PortalReference = stated.PortalReference, Kind = stated.Kind, Pence = stated.Pence,
            PaidOn = stated.PaidOn, ApplicationId = of, Outcome = outcome, ExpectedPence = expectedPence, EnteredPence = enteredPence, JournalId = by,
        };
    }

    private static async Task<Response> DescribeAsync(Statement statement, IReadOnlyList<RejectedRow> rejected, FundDbContext db, CancellationToken ct)
    {
        var open = await db.Postings.Where(posting => posting.Council == statement.Council && posting.Account == Account.Receivable)
            .GroupBy(posting => posting.ApplicationId).Select(group => new { ApplicationId = group.Key, Pence = group.Sum(posting => posting.Pence) }).Where(group => group.Pence > 0).Take(500).ToListAsync(ct);
        var ids = open.Select(each => each.ApplicationId).ToArray();
        var references = await db.Applications.Where(application => ids.Contains(application.Id)).ToDictionaryAsync(application => application.Id, application => application.PortalReference, ct);
        return new Response(
            statement.Id,
            NumberOf(statement),
            statement.HandedInOn,
            [
                .. statement.Lines.OrderBy(line => line.Row).Select(line => new Line(
                    line.Row, line.Reference, line.PortalReference, line.Kind, line.Pence, line.PaidOn, line.Outcome, line.ExpectedPence, line.EnteredPence, line.Pence - line.ExpectedPence, Explanations[line.Outcome],
                    line.ApplicationId, line.JournalId)),
            ],
            rejected,
            [.. open.Select(each => new Missing(each.ApplicationId, references[each.ApplicationId] ?? string.Empty, each.Pence)).OrderBy(missing => missing.PortalReference, StringComparer.Ordinal)]);
    }

    private static string NumberOf(Statement statement) => $"S{statement.Number:000000}";
}
