using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Partnership.LocalHosting.Testing;

namespace Partnership.EndToEnd.Tests.Guide;

/// <summary>
/// Follows docs/integrating.md as a stranger would, with bash and curl, from the first block to the last: each request is answered well, and what the
/// page shows of an answer has the members that the answer has.
/// </summary>
public sealed partial class IntegratingTests(RunningStack stack) : IDisposable
{
    private const string Client = "case-system-860";
    private const string Body = """{"id":"01999999-0000-7000-8000-000000000000","event":"ping"}""";

    /// <summary>A reader's terminal, and a reader's patience: each answer is kept, an import is waited for, and what an answer says is used in the next.</summary>
    private const string Reader = """
        set -euo pipefail
        asked=0
        curl() {
          local answer body
          asked=$((asked + 1))
          answer=$(command curl --max-time 60 -w '\n%{http_code}' "$@")
          body=${answer%$'\n'*}
          printf '%s' "$body" >"answer-$asked"
          printf '%s\n' "${answer##*$'\n'}" >>statuses
          case "$*" in
            *"$API/imports?year="*)
              ID=$(grep -o '"id":"[^"]*"' <<<"$body" | head -n 1 | cut -d '"' -f 4)
              for ((look = 0; look < 600; look++)); do
                if command curl -sS -H @case-system.auth "$API/imports/$ID" | grep -q '"state":"\(done\|failed\)"'; then break; fi
                sleep 0.1
              done ;;
            *"$API/return-map") ETAG=$(grep -i '^etag:' <<<"$body" | cut -d ' ' -f 2 | tr -d '\r') || true ;;
            *"$API/webhooks")
              WEBHOOK=$(grep -o '"id":"[^"]*"' <<<"$body" | head -n 1 | cut -d '"' -f 4)
              SECRET=$(printf '%b' "$(grep -o '"secret":"[^"]*"' <<<"$body" | cut -d '"' -f 4)") ;;
            */deliveries) DELIVERY=$(grep -o '"id":"[^"]*"' <<<"$body" | head -n 1 | cut -d '"' -f 4) ;;
          esac
        }

        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Guide_FollowedStepByStep_IsAnsweredAsItSays()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Root(), "docs", "integrating.md"));
        var blocks = Blocks().Matches(page).Select(match => (Language: match.Groups[1].Value, Text: match.Groups[2].Value)).ToList();
        await PrepareAsync(string.Concat(blocks.Where(block => block.Language == "bash").Select(block => block.Text)));

        var (code, output, errors) = await stack.RunAsync("/bin/bash", _folder.FullName, "guide.sh");

        Assert.True(code == 0, $"{code}\n{output}\n{errors}");
        var statuses = await File.ReadAllLinesAsync(Path.Combine(_folder.FullName, "statuses"));
        Assert.True(statuses.Length > 12, $"only {statuses.Length} requests");
        Assert.All(statuses.Index(), answer => Assert.True(answer.Item[0] == '2', $"request {answer.Index + 1}: {answer.Item} {Answer(answer.Index + 1)}"));
        Assert.Contains("\"state\":\"done\"", Answer(2), StringComparison.Ordinal);
        var shown = Shown(blocks).ToList();
        Assert.True(shown.Count >= 5, $"only {shown.Count} answers are shown");
        Assert.All(shown, answer => Resemble(answer.Shown, JsonDocument.Parse(Answer(answer.Request)).RootElement, answer.IsWhole, $"answer {answer.Request}"));
        Assert.Contains(await SignatureAsync(), output, StringComparison.Ordinal);
        await RemoveAsync();
    }

    /// <summary>Writes the session, with this system's address in it, and the three files that it hands in.</summary>
    private async Task PrepareAsync(string session)
    {
        var gateway = stack.App.GetEndpoint("gateway").ToString().TrimEnd('/');
        session = ImportId().Replace(session, "imports/$$ID").Replace("/WEBHOOK/", "/$WEBHOOK/", StringComparison.Ordinal).Replace("/DELIVERY/", "/$DELIVERY/", StringComparison.Ordinal).Replace("http://localhost:8080", gateway, StringComparison.Ordinal)
            .Replace("./partnership", $"'{RunningStack.CliProgram}'", StringComparison.Ordinal).Replace("'If-Match: \"1\"'", "\"If-Match: $ETAG\"", StringComparison.Ordinal);
        await WriteAsync("guide.sh", $"{Reader}T=1750064400\nBODY='{Body}'\n{session}");
        await WriteAsync("header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nGUIDE-1,2,14/06/2022,WBRI,UN1,0,\n");
        await WriteAsync("episodes.csv", "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\nGUIDE-1,01/02/2024,S,E1,N1,U6,PR1,,,,,,\n");
        await WriteAsync("placed_for_adoption.csv", "CHILD,DOB,DATE_PLACED,DATE_PLACED_CEASED,REASON_PLACED_CEASED\nGUIDE-1,14/06/2022,03/09/2024,,\n");
    }

    /// <summary>What the page shows of answers: beneath a request as a comment, for its members, or as a block of its own, for what they hold too.</summary>
    private static IEnumerable<(int Request, JsonElement Shown, bool IsWhole)> Shown(IEnumerable<(string Language, string Text)> blocks)
    {
        var requests = 0;
        foreach (var (language, text) in blocks)
        {
            if (language == "json")
            {
                yield return (requests, Parse(text), true);
                continue;
            }

            foreach (Match part in Requests().Matches(text))
            {
                if (!part.Groups["shown"].Success)
                {
                    requests++;
                }
                else if (part.Groups["shown"].Value is var shown && shown.Contains('}', StringComparison.Ordinal))
                {
                    yield return (requests, Parse(CommentSigns().Replace(shown, "")[..(CommentSigns().Replace(shown, "").LastIndexOf('}') + 1)]), false);
                }
            }
        }
    }

    private static JsonElement Parse(string shown) => JsonDocument.Parse(shown.Replace("[…]", "[\"…\"]", StringComparison.Ordinal).Replace(",…]", ",\"…\"]", StringComparison.Ordinal)).RootElement;

    private static void Resemble(JsonElement shown, JsonElement answer, bool isWhole, string where)
    {
        if (shown.ValueKind == JsonValueKind.String && shown.GetString()!.EndsWith('…'))
        {
            return;
        }

        if (!isWhole && (shown.ValueKind == JsonValueKind.Null || answer.ValueKind == JsonValueKind.Null || shown.ValueKind is JsonValueKind.True or JsonValueKind.False))
        {
            return;
        }

        Assert.True(shown.ValueKind == answer.ValueKind, $"{where}: the page shows {shown}, the answer has {answer}");
        if (shown.ValueKind == JsonValueKind.Object)
        {
            string[] names = [.. shown.EnumerateObject().Select(member => member.Name)], real = [.. answer.EnumerateObject().Select(member => member.Name)];
            Assert.True(names.SequenceEqual(real), $"{where}: the page shows {string.Join(", ", names)}, the answer has {string.Join(", ", real)}");
            Assert.All(names, name => Resemble(shown.GetProperty(name), answer.GetProperty(name), isWhole, $"{where}.{name}"));
        }
        else if (shown.ValueKind == JsonValueKind.Array)
        {
            var (some, items) = (shown.EnumerateArray().ToList(), answer.EnumerateArray().ToList());
            Assert.True(!isWhole || some.Count == items.Count, $"{where}: {items.Count} and not {some.Count}");
            Assert.All(some.Zip(items).Take(isWhole ? int.MaxValue : 1).Index(), pair => Resemble(pair.Item.First, pair.Item.Second, isWhole, $"{where}[{pair.Index}]"));
        }
        else if (isWhole)
        {
            Assert.True(shown.GetRawText() == answer.GetRawText(), $"{where}: the page shows {shown}, the answer has {answer}");
        }
    }

    /// <summary>What the last block should print for the body and the time of the session.</summary>
    private async Task<string> SignatureAsync()
    {
        var answers = await Task.WhenAll(Directory.EnumerateFiles(_folder.FullName, "answer-*").Select(file => File.ReadAllTextAsync(file)));
        var webhook = JsonDocument.Parse(Assert.Single(answers, answer => answer.Contains("\"secret\"", StringComparison.Ordinal))).RootElement;
        return Convert.ToHexStringLower(HMACSHA256.HashData(Convert.FromBase64String(webhook.GetProperty("secret").GetString()!), Encoding.UTF8.GetBytes($"1750064400.{Body}")));
    }

    /// <summary>Nobody listens at the page's address: the hub need not call it for three days.</summary>
    private async Task RemoveAsync()
    {
        var webhooks = await stack.GetAsync(Client, "/api/v1/councils/860/webhooks");
        foreach (var webhook in webhooks.GetProperty("items").EnumerateArray().Where(each => each.GetProperty("url").GetString()!.Contains("case-system.example.org", StringComparison.Ordinal)))
        {
            var path = $"/api/v1/councils/860/webhooks/{webhook.GetProperty("id").GetString()}";
            using var known = await stack.SendAsync(Client, HttpMethod.Get, path);
            using var answer = await stack.SendAsync(Client, HttpMethod.Delete, path, with: request =>
            {
                request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString());
                request.Headers.IfMatch.Add(known.Headers.ETag!);
            });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }
    }

    private string Answer(int request) => File.ReadAllText(Path.Combine(_folder.FullName, $"answer-{request}"));

    private Task WriteAsync(string name, string text) => File.WriteAllTextAsync(Path.Combine(_folder.FullName, name), text);

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Partnership.sln")))
        {
            folder = folder.Parent!;
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^```(bash|json)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex(@"imports/ID\b")]
    private static partial Regex ImportId();

    // A request, or the comment lines beneath it that show its answer.
    [GeneratedRegex(@"^curl |(?<shown>^# \{.*\n(?:^#.*\n)*)", RegexOptions.Multiline)]
    private static partial Regex Requests();

    [GeneratedRegex(@"^# *", RegexOptions.Multiline)]
    private static partial Regex CommentSigns();
}
