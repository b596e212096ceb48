using Npgsql;

namespace Partnership.Faults.Reconciliation;

/// <summary>
/// Whether every step towards the fund that was accepted is in its owner's database with the content that was sent, and nothing else is: families,
/// assessments and narratives in the hubs; bids, orders, invoices, claims, statements, rule packs and their jobs in the fund.
/// </summary>
internal sealed class FundCheck(RunningRegion region, FundWrites writes)
{
    private const string Check = "fund";

    // As the fund numbers statuses, funders, and what becomes of invoices and lines of a statement.
    private static readonly Dictionary<string, int> Statuses = new() { ["submitted"] = 2, ["approved"] = 4, ["refused"] = 5, ["draft"] = 1, ["withdrawn"] = 6 };
    private static readonly Dictionary<string, int> Funders = new() { ["fund"] = 1, ["council"] = 2 };
    private const int Received = 1;
    private const int Paid = 2;
    private const int Reversed = 3;
    private const int Matched = 1;
    private const int OrderPlaced = 1;

    private static readonly (string What, string Query)[] OfHub =
    [
        ("family",
            """
            select f.id::text, string_agg(concat_ws(' ', c.given_name, c.family_name, c.date_of_birth, c.order_made_on), '; ' order by c.date_of_birth)
            from support_family f left join support_child c on c.family_id = f.id group by f.id
            """),
        ("assessment", "select id::text, concat_ws(' ', family_id, assessed_on, withdrawn) from support_assessment"),
        ("narrative",
            """
            select concat_ws(' ', assessment_id, case part when 1 then 'summary-of-needs' when 2 then 'reason-for-therapy' when 3 then 'outcomes-hoped-for' else 'measures' end), text
            from support_narrative
            """),
    ];

    private static readonly (string What, string Query)[] OfFund =
    [
        ("application",
            """
            select a.id::text, concat_ws(' ', a.council, a.assessment_id, a.status, a.decided_on, a.portal_reference,
                (select string_agg(child_id::text, ' ' order by child_id) from application_child c where c.application_id = a.id),
                (select string_agg(concat_ws(' ', l.id, l.therapy, l.provider_id, trim_scale(l.hours), l.rate_pence, l.starts, l.ends, p.child_id, p.funder, p.pence, p.awarded_pence), '; '
                    order by p.child_id, p.funder) from application_line l join line_funding p on p.line_id = l.id where l.application_id = a.id))
            from application a
            """),
        ("order", "select id::text, concat_ws(' ', application_id, line_id, trim_scale(hours), rate_pence, state) from purchase_order"),
        ("invoice", "select id::text, concat_ws(' ', application_id, order_id, reference, trim_scale(hours), pence, state, paid_on) from invoice"),
        ("claim",
            """
            select c.id::text, string_agg(concat_ws(' ', i.application_id, i.pence), '; ' order by i.application_id) from claim c left join claim_item i on i.claim_id = c.id group by c.id
            """),
        ("line of a statement", "select concat_ws(' ', statement_id, reference), concat_ws(' ', portal_reference, kind, pence, entered_pence, outcome) from statement_line"),
        ("provider", "select id::text, null from provider"),
        ("rule pack", "select id::text, concat_ws(' ', year, adopted_from) from rule_pack"),
        ("rule job", "select id::text, concat_ws(' ', pack_id, kind = 2, finished_at is not null) from rule_job where kind <> 3"),
    ];

    private readonly Dictionary<(string Database, string What), HashSet<string>> _before = [];

    /// <summary>Notes what is there before the stream begins: it is none of what the stream has sent.</summary>
    public async Task OpenAsync()
    {
        foreach (var (database, source, what, query) in All())
        {
            _before.Add((database, what), [.. (await Records.ReadAsync(source, query)).Keys]);
        }
    }

    public async Task<List<Disagreement>> RunAsync()
    {
        var found = new List<Disagreement>();
        foreach (var (database, source, what, query) in All())
        {
            var sent = Sent(database, what);
            found.AddRange(Records.Compare(Check, what, sent, await Records.ReadAsync(source, query), _before[(database, what)]));
        }

        return found;
    }

    /// <summary>What the ledger says, beside what was accepted.</summary>
    public Task<List<Disagreement>> LedgerAsync() => LedgerCheck.RunAsync(
        region.Fund, writes.Families.Where(family => family.Bid is not null).ToDictionary(family => family.Bid!.Id, family => family.Bid!.Contributed));

    private IEnumerable<(string Database, NpgsqlDataSource Source, string What, string Query)> All() =>
    [
        .. region.Hubs.SelectMany(hub => OfHub.Select(each => (hub.Key, hub.Value, each.What, each.Query))),
        .. OfFund.Select(each => ("fund", region.Fund, each.What, each.Query)),
    ];

    private Dictionary<string, string> Sent(string database, string what)
    {
        var families = writes.Families.Where(family => database == "fund" || family.Council == database).ToList();
        var bids = families.Where(family => family.Bid is not null).Select(family => (Family: family, Bid: family.Bid!)).ToList();
        return what switch
        {
            "family" => families.Where(family => family.Id is not null).ToDictionary(
                family => $"{family.Id}",
                family => string.Join("; ", family.Children.OrderBy(child => child.Born).Select(child => Records.Of(child.Given, child.Family, child.Born, child.OrderMadeOn)))),
            "assessment" => families.Where(family => family.Assessment is not null).ToDictionary(family => $"{family.Assessment}", family => Records.Of(family.Id, family.AssessedOn, false)),
            "narrative" => families.SelectMany(family => family.Narratives.Select(part => (Key: $"{family.Assessment} {part.Key}", part.Value))).ToDictionary(each => each.Key, each => each.Value),
            "application" => bids.ToDictionary(each => $"{each.Bid.Id}", each => Application(each.Family.Council, each.Bid)),
            "order" => bids.SelectMany(each => each.Bid.Orders.Select(order => (each.Bid, Order: order)))
                .ToDictionary(each => $"{each.Order.Key}", each => Records.Of(each.Bid.Id, each.Bid.Line, each.Order.Value, FundWrites.Rate, OrderPlaced)),
            "invoice" => bids.SelectMany(each => each.Bid.Invoices.Select(invoice => (each.Bid, Invoice: invoice)))
                .ToDictionary(each => $"{each.Invoice.Id}", each => Invoice(each.Bid, each.Invoice)),
            "claim" => writes.Claims.ToDictionary(
                claim => $"{claim.Id}", claim => string.Join("; ", claim.Items.OrderBy(item => $"{item.Key}", StringComparer.Ordinal).Select(item => Records.Of(item.Key, item.Value)))),
            "line of a statement" => writes.Receipts.ToDictionary(
                receipt => $"{receipt.Statement} {receipt.Reference}", receipt => Records.Of(receipt.PortalReference, 1, receipt.Pence, receipt.Pence, Matched)),
            "rule pack" => writes.Packs.ToDictionary(pack => $"{pack.Id}", pack => Records.Of(pack.Year, pack.AdoptedFrom)),
            "rule job" => writes.Packs.SelectMany(pack => pack.Jobs.Select(job => (Pack: pack, Job: job))).ToDictionary(each => $"{each.Job.Key}", each => Records.Of(each.Pack.Id, each.Job.Value, true)),
            _ => new() { [$"{writes.Provider}"] = "" },
        };
    }

    private static string Application(string council, AcceptedBid bid) => Records.Of(
        council,
        bid.Assessment,
        Statuses[bid.Outcome ?? (bid.IsSubmitted ? "submitted" : "draft")],
        bid.DecidedOn,
        bid.PortalReference,
        string.Join(' ', bid.Parts.Select(part => $"{part.Child}").Distinct().Order(StringComparer.Ordinal)),
        string.Join("; ", bid.Parts.OrderBy(part => $"{part.Child}", StringComparer.Ordinal).ThenBy(part => Funders[part.Funder]).Select(part => Records.Of(
            bid.Line, FundWrites.Therapy, bid.Provider, FundWrites.Hours, FundWrites.Rate, bid.Starts, bid.Ends, part.Child, Funders[part.Funder], part.Pence, part.Awarded))));

    private static string Invoice(AcceptedBid bid, AcceptedInvoice invoice) => Records.Of(
        bid.Id, invoice.Order, invoice.Reference, invoice.Hours, invoice.Pence, invoice.IsReversed ? Reversed : invoice.PaidOn is null ? Received : Paid, invoice.PaidOn);
}
