using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Partnership.Contracts;

namespace Partnership.Faults;

/// <summary>
/// Takes family after family from need to money: assessed in the hub, applied for at the fund, decided, ordered, invoiced, paid, claimed and received.
/// Some are refused, some awarded less, some invoices taken back, and some drafts come too late: they are found broken when the year's rules are adopted
/// anew, and some of them withdrawn. What was accepted is remembered.
/// </summary>
internal sealed class FundWrites(Steps steps, DateOnly today)
{
    public const string Therapy = "play-therapy";
    public const decimal Hours = 20;
    public const long Rate = 7_500;

    private const string Fund = "/api/v1/fund";
    private const string Applicant = "support.fund";
    private const string Finance = "finance";
    private const string Operations = "hub.operations";

    // Longer ago than any year's window for applying.
    private const int TooOld = 300;
    private const decimal Ordered = 8;

    private static readonly string[] Checks = ["enhanced-disclosure", "professional-registration", "insurance", "safeguarding-training"];
    private static readonly string[] Parts = ["summary-of-needs", "reason-for-therapy", "outcomes-hoped-for", "measures"];
    private static readonly string[] Needs = ["attachment", "trauma"];
    private static readonly string[] Nothing = [];

    // In letters: the identity guard would take some numbers for more than that.
    private static readonly string[] Tones = ["patient", "gentle", "steady", "playful", "quiet", "weekly", "early"];
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(300);

    private readonly ConcurrentQueue<SupportedFamily> _families = new();
    private readonly ConcurrentQueue<AcceptedClaim> _claims = new();
    private readonly ConcurrentQueue<AcceptedReceipt> _receipts = new();
    private readonly ConcurrentQueue<AcceptedPack> _packs = new();

    // In digits: references of the fund hold no words.
    private readonly string _run = Random.Shared.Next(10_000_000, 100_000_000).ToString(CultureInfo.InvariantCulture);

    public IReadOnlyCollection<SupportedFamily> Families => _families;

    public IReadOnlyCollection<AcceptedClaim> Claims => _claims;

    public IReadOnlyCollection<AcceptedReceipt> Receipts => _receipts;

    public IReadOnlyCollection<AcceptedPack> Packs => _packs;

    /// <summary>The provider whom all lines name.</summary>
    public Guid Provider { get; private set; }

    /// <summary>Enters that provider.</summary>
    public async Task OpenAsync()
    {
        var provider = await steps.WriteAsync(Operations, HttpMethod.Post, $"{Fund}/providers", new
        {
            name = $"Invented Therapies {_run}", status = "registered-support-agency", registrationReference = $"SC-{_run}", isActive = true, hoursAMonth = 120,
            therapies = new[] { new { code = Therapy, ratePence = Rate } }, areas = Nothing,
            checks = Checks.Select(kind => new { kind, checkedOn = today.AddYears(-1), refreshDue = today.AddYears(1) }),
        });
        Provider = Id(provider ?? throw new InvalidOperationException($"No provider: {string.Join("; ", steps.Refused)}"));
    }

    /// <summary>One family after the other, of each council in turn, until told to stop.</summary>
    /// <param name="inCare">A child of each council that the hub knows from care: one of the first family's.</param>
    /// <param name="pause">Between two families.</param>
    /// <param name="stop">Ends it.</param>
    public async Task RunAsync(IReadOnlyDictionary<string, Guid> inCare, TimeSpan pause, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            // Another turn for each round of the councils: every council has every kind.
            var (council, turn) = (RunningRegion.Councils[number % RunningRegion.Councils.Length], (number / RunningRegion.Councils.Length) + 1);
            await GoAsync(council, number, turn, turn == 1 ? inCare[council] : null, stop);
            await ComeLateAsync(council, number, turn, stop);
            await Task.Delay(pause, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task GoAsync(string council, int number, int turn, Guid? inCare, CancellationToken stop)
    {
        var family = Enter(council, number, today.AddDays(-(number % 50)), inCare);
        if (await AssessAsync(family, number) is { } reference
            && await HeardAsync(family, stop) is { } children
            && await ApplyAsync(family, reference, children) is { } bid
            && await SubmitAsync(council, bid)
            && await DecideAsync(family, bid, number, turn) == "approved")
        {
            await SpendAsync(council, bid, number);
            await SettleAsync(council, bid, number);
        }
    }

    /// <summary>
    /// A draft that rests on an assessment whose window has closed. The year's rules, adopted anew, find it broken, of which its owner is told; every
    /// second is withdrawn, of which the owner is told with the next rules.
    /// </summary>
    private async Task ComeLateAsync(string council, int number, int turn, CancellationToken stop)
    {
        var family = Enter(council, number, today.AddDays(-TooOld));
        if (await AssessAsync(family, number) is { } reference && await HeardAsync(family, stop) is { } children && await ApplyAsync(family, reference, children) is { } draft)
        {
            await RecheckAsync();
            var address = Address(council, draft);
            if (turn % 2 == 0 && await steps.WriteAsync(Applicant, HttpMethod.Post, $"{address}/withdrawal", new { reason = "other-funding" }, address) is not null)
            {
                draft.Outcome = "withdrawn";
            }
        }
    }

    private SupportedFamily Enter(string council, int number, DateOnly assessedOn, Guid? inCare = null)
    {
        SentChild Child(string given, int age) => new(given, "Underwillow", today.AddYears(-age).AddDays(-(number % 300)), today.AddMonths(-20));
        var family = new SupportedFamily { Council = council, Children = [Child("Orla", 9), Child("Bram", 7)], AssessedOn = assessedOn, InCare = inCare };
        _families.Enqueue(family);
        return family;
    }

    /// <summary>The year's rules as they are, kept as another revision, previewed and adopted from today on: every draft is checked again.</summary>
    private async Task RecheckAsync()
    {
        var year = YearEnded.Of(today).Year;
        var packs = (await steps.ReadAsync(Operations, $"{Fund}/rule-packs?limit=200"))!.Value.GetProperty("items").EnumerateArray();
        var newest = packs.Where(each => each.GetProperty("year").GetInt32() == year && each.GetProperty("state").GetString() == "adopted").MaxBy(each => each.GetProperty("revision").GetInt32());
        var rules = (await steps.ReadAsync(Operations, $"{Fund}/rule-packs/{Id(newest)}"))!.Value.GetProperty("rules");
        if (await steps.WriteAsync(Operations, HttpMethod.Post, $"{Fund}/rule-packs", new { year, rules }) is not { } drafted)
        {
            return;
        }

        var pack = new AcceptedPack(Id(drafted.GetProperty("pack")), year);
        _packs.Enqueue(pack);
        if (await AskAsync(pack, "preview", isRecheck: false) && await AskAsync(pack, "adoption", isRecheck: true))
        {
            pack.AdoptedFrom = today;
        }
    }

    /// <summary>Asks for a job and waits until it is done.</summary>
    private async Task<bool> AskAsync(AcceptedPack pack, string what, bool isRecheck)
    {
        if (await steps.WriteAsync(Operations, HttpMethod.Post, $"{Fund}/rule-packs/{pack.Id}/{what}", new { from = today }) is not { } job)
        {
            return false;
        }

        pack.Jobs.Add(Id(job), isRecheck);
        while (await steps.ReadAsync(Operations, $"{Fund}/rule-jobs/{Id(job)}") is not { } state || state.GetProperty("state").GetString() != "done")
        {
            await Task.Delay(Poll, CancellationToken.None);
        }

        return true;
    }

    /// <summary>The reference under which the fund is to know the assessment.</summary>
    private async Task<Guid?> AssessAsync(SupportedFamily family, int number)
    {
        var (hub, worker) = ($"/api/v1/councils/{family.Council}/support", $"support.worker.{family.Council}");
        if (await steps.WriteAsync(worker, HttpMethod.Post, $"{hub}/families", new
            {
                otherNames = new[] { "Wren Underwillow" }, addressLines = new[] { "7 Nettlebed Cottages" }, livesHere = true,
                children = family.Children.Index().Select(child => new
                {
                    childId = child.Index == 0 ? family.InCare : null, given = child.Item.Given, family = child.Item.Family, dateOfBirth = child.Item.Born, route = "special-guardianship-after-care", placedBy = "this-council", hasPlan = false, orderMadeOn = child.Item.OrderMadeOn,
                }),
            }) is not { } entered)
        {
            return null;
        }

        family.Id = Id(entered);
        if (await steps.WriteAsync(worker, HttpMethod.Post, $"{hub}/families/{family.Id}/assessments", new
            {
                assessedOn = family.AssessedOn, children = entered.GetProperty("children").EnumerateArray().Select(child => new { id = Id(child), needs = Needs }),
            }) is not { } assessed)
        {
            return null;
        }

        family.Assessment = Id(assessed);
        var address = $"{hub}/assessments/{family.Assessment}";
        foreach (var part in Parts)
        {
            var text = $"The children need {Tones[number % Tones.Length]} help to feel safe; {part}.";
            if (await steps.WriteAsync(worker, HttpMethod.Put, $"{address}/narratives/{part}", new { text }, address) is null)
            {
                return null;
            }

            family.Narratives[part] = text;
        }

        return assessed.GetProperty("fundReference").GetGuid();
    }

    /// <summary>The children by the fund's references, once the fund has heard that all is written; null when told to stop before.</summary>
    private async Task<IReadOnlyList<Guid>?> HeardAsync(SupportedFamily family, CancellationToken stop)
    {
        var known = (await steps.ReadAsync($"support.worker.{family.Council}", $"/api/v1/councils/{family.Council}/support/families/{family.Id}"))!.Value;
        var children = known.GetProperty("children").EnumerateArray().Select(child => child.GetProperty("fundReference").GetGuid()).ToList();
        while (!stop.IsCancellationRequested)
        {
            var heard = 0;
            foreach (var child in children)
            {
                if (await steps.ReadAsync(Applicant, $"{Own(family.Council)}/children/{child}") is { } there && there.GetProperty("assessments")[0].GetProperty("narrativesChecked").GetBoolean())
                {
                    heard++;
                }
            }

            if (heard == children.Count)
            {
                return children;
            }

            await Task.Delay(Poll, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return null;
    }

    private async Task<AcceptedBid?> ApplyAsync(SupportedFamily family, Guid assessment, IReadOnlyList<Guid> children)
    {
        SentPart[] parts = [new(children[0], "fund", 60_000), new(children[0], "council", 15_000), new(children[1], "fund", 75_000)];
        var ends = new[] { today.AddDays(84), YearEnded.Of(today).LastDay }.Min();
        var funding = parts.Select(part => new { childId = part.Child, funder = part.Funder, pence = part.Pence });
        var content = new { children, lines = new[] { new { therapy = Therapy, providerId = Provider, hours = Hours, ratePence = Rate, starts = today, ends, funding } } };
        if (await steps.WriteAsync(Applicant, HttpMethod.Post, $"{Own(family.Council)}/applications", new { assessmentId = assessment, content }) is not { } begun)
        {
            return null;
        }

        var bid = new AcceptedBid
        {
            Id = Id(begun), Assessment = assessment, Line = begun.GetProperty("lines")[0].GetProperty("lineId").GetGuid(), Provider = Provider, Starts = today, Ends = ends, Parts = parts,
        };
        family.Bid = bid;
        return bid;
    }

    private async Task<bool> SubmitAsync(string council, AcceptedBid bid)
    {
        var address = Address(council, bid);
        bid.IsSubmitted = await steps.WriteAsync(Applicant, HttpMethod.Post, $"{address}/submission", new { exceptions = Nothing }, address) is not null;
        return bid.IsSubmitted;
    }

    /// <summary>Every fourth is refused; of the others every second is awarded less than it asked for.</summary>
    private async Task<string?> DecideAsync(SupportedFamily family, AcceptedBid bid, int number, int turn)
    {
        var address = Address(family.Council, bid);
        var (portalReference, isRefused) = (string.Create(CultureInfo.InvariantCulture, $"ASF-{_run}-{number}"), turn % 4 == 0);
        var less = bid.Parts[0] with { Awarded = 45_000 };
        object decision = isRefused
            ? new { outcome = "refused", decidedOn = today, portalReference, reason = "not-eligible" }
            : turn % 2 == 0
                ? new { outcome = "approved", decidedOn = today, portalReference, awards = new[] { new { lineId = bid.Line, childId = less.Child, pence = less.Awarded } } }
                : new { outcome = "approved", decidedOn = today, portalReference };
        if (await steps.WriteAsync(Finance, HttpMethod.Post, $"{address}/decision", decision, address) is null)
        {
            return null;
        }

        (bid.Outcome, bid.DecidedOn, bid.PortalReference) = (isRefused ? "refused" : "approved", today, portalReference);
        if (!isRefused)
        {
            bid.Parts = [.. bid.Parts.Select((part, index) => index == 0 && turn % 2 == 0 ? less : part with { Awarded = part.Pence })];
        }

        return bid.Outcome;
    }

    /// <summary>An order, an invoice that is paid, and one that is taken back.</summary>
    private async Task SpendAsync(string council, AcceptedBid bid, int number)
    {
        if (await steps.WriteAsync(Applicant, HttpMethod.Post, $"{Address(council, bid)}/orders", new { lineId = bid.Line, hours = Ordered }) is not { } placed)
        {
            return;
        }

        var order = Id(placed);
        bid.Orders.Add(order, Ordered);
        if (await InvoiceAsync(council, bid, order, $"INV-{_run}-{Invariant(number)}", 3) is { } invoice)
        {
            var address = $"{Own(council)}/invoices/{invoice.Id}";
            invoice.PaidOn = await steps.WriteAsync(Finance, HttpMethod.Post, $"{address}/payment", new { paidOn = today }, address) is null ? null : today;
        }

        if (await InvoiceAsync(council, bid, order, $"INV-{_run}-{Invariant(number)}-2", 1.5m) is { } again)
        {
            again.IsReversed = await steps.WriteAsync(Finance, HttpMethod.Post, $"{Own(council)}/ledger/{again.Journal}/reversal", new { reason = "entered-twice" }) is not null;
        }
    }

    private async Task<AcceptedInvoice?> InvoiceAsync(string council, AcceptedBid bid, Guid order, string reference, decimal hours)
    {
        var pence = (long)(hours * Rate);
        if (await steps.WriteAsync(
                Applicant, HttpMethod.Post, $"{Own(council)}/invoices", new { orderId = order, reference, hours, pence, periodFrom = today, periodTo = today }) is not { } entered)
        {
            return null;
        }

        var invoice = new AcceptedInvoice(Id(entered), order, reference, hours, pence, entered.GetProperty("journalId").GetGuid());
        bid.Invoices.Add(invoice);
        return invoice;
    }

    /// <summary>The council pays its own part, claims the fund's, and hears that it came.</summary>
    private async Task SettleAsync(string council, AcceptedBid bid, int number)
    {
        var address = Address(council, bid);
        if (await steps.WriteAsync(Finance, HttpMethod.Post, $"{address}/contributions", new { funder = "council", paidOn = today }, address) is not null)
        {
            bid.Contributed = bid.Parts.Where(part => part.Funder == "council").Sum(part => part.Awarded!.Value);
        }

        if (await steps.WriteAsync(Applicant, HttpMethod.Post, $"{Own(council)}/claims", new { month = today }) is not { } claimed)
        {
            return;
        }

        var claim = new AcceptedClaim(
            Id(claimed), claimed.GetProperty("items").EnumerateArray().ToDictionary(item => item.GetProperty("applicationId").GetGuid(), item => item.GetProperty("pence").GetInt64()));
        _claims.Enqueue(claim);
        var (reference, pence) = ($"BACS-{_run}-{Invariant(number)}", claim.Items.GetValueOrDefault(bid.Id));
        var lines = string.Create(
            CultureInfo.InvariantCulture, $"reference,portal_reference,kind,amount,paid_on\r\n{reference},{bid.PortalReference},payment,{pence / 100m:0.00},{today:yyyy-MM-dd}\r\n");
        if (await steps.UploadAsync(Finance, $"{Own(council)}/statements", () => Csv(lines)) is { } statement)
        {
            _receipts.Enqueue(new AcceptedReceipt(Id(statement), reference, bid.PortalReference!, pence));
        }
    }

    private static MultipartFormDataContent Csv(string lines)
    {
        var file = new ByteArrayContent(Encoding.UTF8.GetBytes(lines)) { Headers = { ContentType = new MediaTypeHeaderValue("text/csv") } };
        return new MultipartFormDataContent { { file, "files", "statement.csv" } };
    }

    private static string Own(string council) => $"{Fund}/councils/{council}";

    private static string Address(string council, AcceptedBid bid) => $"{Own(council)}/applications/{bid.Id}";

    private static Guid Id(JsonElement thing) => thing.GetProperty("id").GetGuid();

    private static string Invariant(int number) => number.ToString(CultureInfo.InvariantCulture);
}
