using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Partnership.EndToEnd.Tests.Access;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Fuzz;

/// <summary>
/// Asks every operation of an API's description in ways that nobody should, and looks at every answer. One seed asks the same each time:
/// what is asked depends on seed, operation and number alone, so that new operations change nothing about the old ones.
/// </summary>
/// <param name="target">The API.</param>
/// <param name="seed">Which requests.</param>
/// <param name="requests">How many for each operation.</param>
internal sealed class Fuzzer(FuzzTarget target, int seed, int requests)
{
    public const string Good = "what is right is answered well";

    private readonly ApiSchemas _schemas = new(target.Description);
    private readonly AnswerChecks _checks = new(new ApiSchemas(target.Description));
    private readonly List<Finding> _findings = [];
    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);

    /// <summary>All markers of this run begin so.</summary>
    public string Marker { get; } = $"ZQX{seed:X}FZ";

    public IReadOnlyList<Finding> Findings => _findings;

    /// <summary>How often each status was the answer.</summary>
    public SortedDictionary<int, int> Statuses { get; } = [];

    /// <summary>How often each trick was tried.</summary>
    public SortedDictionary<string, int> Tricks { get; } = new(StringComparer.Ordinal);

    /// <summary>Longest time that an answer took.</summary>
    public TimeSpan Longest { get; private set; }

    /// <summary>Asks an operation.</summary>
    /// <param name="operation">Which.</param>
    /// <param name="only">One of the requests alone.</param>
    /// <param name="isEnough">Asked after each request.</param>
    /// <param name="ct">Gives up.</param>
    public async Task RunAsync(Operation operation, int? only = null, Func<bool>? isEnough = null, CancellationToken ct = default)
    {
        var shape = new OperationShape(operation);
        var sample = target.Samples[operation.Name];
        var tricks = Shuffled(Trick.All.Where(trick => trick.Fits(shape)).ToArray(), RandomOf(operation, -1));
        await AskWellAsync(shape, sample, isFirst: true);

        // Few operations take files: each way to break one is tried on each of them, however short the run.
        var most = shape.HasFiles ? Math.Max(requests, tricks.Length) : requests;
        for (var number = 0; number < most && !ct.IsCancellationRequested && isEnough?.Invoke() != true; number++)
        {
            if (only is { } wanted && number != wanted)
            {
                continue;
            }

            var random = RandomOf(operation, number);
            var hostility = new Hostility(random, $"{Marker}{Hash(operation, number):X8}", shape, _schemas, target);
            var draft = await DraftAsync(shape, sample, random);
            Apply(tricks[number % tricks.Length], draft, hostility);

            // Once each has been tried alone: two at once.
            if (number >= tricks.Length && random.Next(3) == 0)
            {
                Apply(HostileValues.Pick(random, [.. tricks.Where(trick => trick.IsForAny)]), draft, hostility);
            }

            if (random.Next(12) == 0)
            {
                draft.Remove("Authorization");
                draft.IsOfNobody = true;
            }

            var answer = await SendAsync(operation, number, draft);
            Add(_checks.Of(draft, answer, shape, hostility.Marker), operation, number, draft);
            if (answer.Status is >= 200 and < 300 or 412 && !shape.IsRead)
            {
                _versions.Clear();
                await AskWellAsync(shape, sample);
            }
        }

        await AskWellAsync(shape, sample);
    }

    /// <summary>The operation as it should be asked: it still answers well, and what was changed is as it was.</summary>
    private async Task AskWellAsync(OperationShape shape, Sample sample, bool isFirst = false)
    {
        if (sample.UsesUp)
        {
            return;
        }

        var draft = await DraftAsync(shape, sample, new Random(seed));
        var answer = await SendAsync(shape.Operation, -1, draft);
        _versions.Clear();
        Add(_checks.Of(draft, answer, shape, Marker), shape.Operation, -1, draft);

        // What was made often enough may have come to the most that there can be.
        if (answer.Status is not (>= 200 and < 300) && (isFirst || answer.Status != 409))
        {
            Add([(Good, $"{answer.Status} {answer.Text[..Math.Min(300, answer.Text.Length)]}")], shape.Operation, -1, draft);
        }
    }

    private async Task<Draft> DraftAsync(OperationShape shape, Sample sample, Random random)
    {
        var operation = shape.Operation;
        var draft = new Draft { Method = operation.Method, Path = AccessFixture.Fill(operation.Path, sample, target.Council, target.Ids), Query = sample.Query };
        draft.Add("Host", $"localhost:{target.Address.Port}");
        draft.Add("Connection", "close");
        draft.Add("Authorization", $"Bearer {target.Token(operation.Roles.First())}");
        if (shape.HasFiles)
        {
            using var files = sample.Files!();
            draft.Body = await files.ReadAsByteArrayAsync();
            draft.Add("Content-Type", files.Headers.ContentType!.ToString());
        }
        else if (shape.Json is not null)
        {
            using var made = sample.Content(target.Ids);
            draft.Body = made is null ? "{}"u8.ToArray() : await made.ReadAsByteArrayAsync();
            draft.Add("Content-Type", "application/json");
        }

        if (shape.TakesHeader("Idempotency-Key") && random.Next(2) == 0)
        {
            draft.Add("Idempotency-Key", Guid.NewGuid().ToString());
        }

        if (sample.ETagFrom is not null)
        {
            draft.Add("If-Match", await VersionAsync(sample, operation));
        }

        return draft;
    }

    private async Task<string> VersionAsync(Sample sample, Operation operation)
    {
        var path = AccessFixture.Fill(sample.ETagFrom!, sample, target.Council, target.Ids);
        if (!_versions.TryGetValue(path, out var version))
        {
            var read = new Draft { Method = "GET", Path = path };
            read.Add("Host", $"localhost:{target.Address.Port}");
            read.Add("Connection", "close");
            read.Add("Authorization", $"Bearer {target.Token(operation.Roles.First())}");
            var answer = await RawHttp.SendAsync(target.Address, read.ToBytes());
            _versions[path] = version = answer.Header("etag") ?? "\"987654321\"";
        }

        return version;
    }

    private async Task<RawAnswer> SendAsync(Operation operation, int number, Draft draft)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            var answer = await RawHttp.SendAsync(target.Address, draft.ToBytes(), draft.HangsUp);
            var took = Stopwatch.GetElapsedTime(began);
            Longest = took > Longest ? took : Longest;
            Statuses[answer.Status] = Statuses.GetValueOrDefault(answer.Status) + 1;
            return answer;
        }
        catch (TimeoutException late)
        {
            Add([(AnswerChecks.Answers, late.Message)], operation, number, draft);
            draft.HangsUp = true;
            return RawAnswer.None;
        }
    }

    private void Apply(Trick trick, Draft draft, Hostility hostility)
    {
        draft.Tricks.Add(trick.Name);
        Tricks[trick.Name] = Tricks.GetValueOrDefault(trick.Name) + 1;
        trick.Apply(draft, hostility);
    }

    private void Add(IEnumerable<(string Check, string Detail)> found, Operation operation, int number, Draft draft) =>
        _findings.AddRange(found.Select(each => new Finding(each.Check, operation.Name, number, string.Join(" + ", draft.Tricks), each.Detail, draft.ToString())));

    private Random RandomOf(Operation operation, int number) => new(Hash(operation, number));

    // Not the framework's hash of a text, which differs from process to process.
    private int Hash(Operation operation, int number) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{operation.Name}/{number}")));

    private static Trick[] Shuffled(Trick[] tricks, Random random)
    {
        random.Shuffle(tricks);
        return tricks;
    }
}
