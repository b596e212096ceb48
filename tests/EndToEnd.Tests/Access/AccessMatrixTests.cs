using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Partnership.EndToEnd.Tests.Fuzz;
using Partnership.ServiceDefaults.Authentication;
using Partnership.TestSupport;

namespace Partnership.EndToEnd.Tests.Access;

/// <summary>
/// Every operation of the API, for everybody, through the gateway and at the services' own ports. What must come out is what the
/// operation declares of itself (<c>x-roles</c>), and that one council's things do not exist for another's people.
/// </summary>
[Collection(AccessFixture.Collection)]
public sealed class AccessMatrixTests(AccessFixture access)
{
    private const int AtOnce = 16;

    private static readonly string[] Both = [AccessFixture.Own, AccessFixture.Other];

    [Fact]
    public void Operations_EachHasASample_AndNoSampleIsLeftOver() =>
        Assert.Equal(access.Operations.Select(operation => operation.Name).Order(StringComparer.Ordinal), Samples.ByOperation.Keys.Order(StringComparer.Ordinal));

    /// <summary>The ids that strangers get 404 for exist, and the samples are good: whoever may is answered well, here with both councils' ids.</summary>
    [Fact]
    public async Task Owner_EachOperation_IsLetInAndReadsWhatEachIdNames()
    {
        foreach (var council in Both)
        {
            var read = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            var answers = new StringBuilder();
            foreach (var operation in access.Operations.Where(operation => !Samples.ByOperation[operation.Name].UsesUp))
            {
                var sample = Samples.ByOperation[operation.Name];
                foreach (var door in AccessFixture.DoorsOf(operation, council))
                {
                    var token = access.Tokens.For(operation.Roles.First(), [council]);
                    var etag = sample.ETagFrom is null
                        ? null
                        : (await access.AskAsync(door, access.Operations.Single(read => read.Method == "GET" && read.Path == sample.ETagFrom), token, council, access.Owned[council].Ids)).ETag;
                    var answer = await access.AskAsync(door, operation, token, council, access.Owned[council].Ids, etag);
                    Assert.True((int)answer.Status is >= 200 and < 300, $"{operation.Name} at {door}: {(int)answer.Status} {answer.Body}");
                    if (operation.Method == "GET")
                    {
                        answers.AppendLine(answer.Body);
                        read.UnionWith(IdsOf(operation, council).Values);
                    }
                }
            }

            // A stranger's 404 is for what is there.
            var told = answers.ToString();
            var unread = access.Operations.SelectMany(operation => IdsOf(operation, council).Select(id => (operation.Name, id.Key, id.Value)))
                .Where(each => !read.Contains(each.Value) && !told.Contains(each.Value, StringComparison.OrdinalIgnoreCase)).ToList();
            Assert.True(unread.Count == 0, string.Join('\n', unread));
        }
    }

    [Fact]
    public async Task Everybody_EachOperation_GetsWhatItsPolicySays()
    {
        var wrong = new ConcurrentBag<string>();
        var cells = Cells().ToList();
        await Parallel.ForEachAsync(cells, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (cell, _) =>
        {
            var (status, body, _) = await access.AskAsync(cell.Door, cell.Operation, cell.Token, cell.Council, cell.Ids);
            if (!cell.IsExpected((int)status, body))
            {
                wrong.Add($"{cell.Operation.Name} at {cell.Door} as {cell.Who}: {cell.Expected} expected, {(int)status} {body[..Math.Min(body.Length, 160)]}");
            }
        });

        // Everybody is there: roles, doors and bad tokens for each operation.
        Assert.True(cells.Count > access.Operations.Count * ((Roles.All.Count * 2) + (9 * 2)), $"only {cells.Count} cells");
        Assert.True(wrong.IsEmpty, $"{wrong.Count} of {cells.Count} cells are wrong:\n{string.Join('\n', wrong.Order(StringComparer.Ordinal).Take(40))}");
    }

    /// <summary>For a stranger there is no difference between what exists elsewhere and what does not exist at all.</summary>
    [Fact]
    public async Task Stranger_ExistingAndInventedId_GetTheSameAnswer()
    {
        foreach (var operation in access.Operations.Where(operation => operation.IsOfCouncil))
        {
            var token = access.Tokens.For(operation.Roles.First(), [AccessFixture.Own]);
            var invented = access.Owned[AccessFixture.Other].Ids.ToDictionary(id => id.Key, _ => Guid.NewGuid().ToString());
            foreach (var door in AccessFixture.DoorsOf(operation, AccessFixture.Other))
            {
                var existing = await access.AskAsync(door, operation, token, AccessFixture.Other, access.Owned[AccessFixture.Other].Ids);
                var nowhere = await access.AskAsync(door, operation, token, AccessFixture.Other, invented);
                var notOfTheRegion = await access.AskAsync("gateway", operation, token, "999", invented);
                Assert.Equal(Told(existing.Body), Told(nowhere.Body));
                Assert.Equal(Told(existing.Body), Told(notOfTheRegion.Body));
            }
        }
    }

    /// <summary>
    /// What a body names of another council's is not there, whoever asks and whatever else is right; nothing of it is done. The trail says who asked for what, and
    /// nothing by which the other council's guardian would read of it: a body's ids are no address.
    /// </summary>
    [Fact]
    public async Task Stranger_BodyThatNamesAnothersThing_IsRefusedAsIfItWereNotThere()
    {
        var named = access.Operations.Where(operation => new OperationShape(operation).Json is { } schema && NamesThings(schema, 0)).Select(operation => operation.Name).ToHashSet();
        var listed = ForeignThings.ByOperation.Keys.Concat(ForeignThings.NoneOwned.Keys).ToHashSet();
        var (own, other) = (access.Owned[AccessFixture.Own], access.Owned[AccessFixture.Other]);
        List<string> wrong = [.. named.Except(listed).Select(name => $"{name} has no line"), .. listed.Except(named).Select(name => $"{name} names nothing")];
        var asked = 0;
        foreach (var (name, foreign) in ForeignThings.ByOperation)
        {
            var operation = access.Operations.Single(each => each.Name == name);
            var text = JsonSerializer.Serialize(foreign.Json);
            foreach (var thing in own.Ids.Keys.Where(id => text.Contains($"{{{id}}}", StringComparison.Ordinal) && id != "providerId"))
            {
                foreach (var role in operation.Roles)
                {
                    var token = access.Tokens.For(role, [own.Council]);
                    var (sample, ids) = (Samples.ByOperation[name], new Dictionary<string, string>(own.Ids));
                    foreach (var (parameter, instead) in sample.Instead ?? new Dictionary<string, string>())
                    {
                        ids[parameter] = own.Ids[instead];
                    }

                    var etag = sample.ETagFrom is { } from
                        ? (await access.AskAsync("gateway", access.Operations.Single(each => each.Method == "GET" && each.Path == from), token, own.Council, ids)).ETag
                        : null;
                    var body = AccessFixture.FillIds(text, new Dictionary<string, string>(own.Ids) { [thing] = other.Ids[thing] });
                    using var content = new StringContent(body, Encoding.UTF8, "application/json");
                    var entered = await access.EntriesAsync(operation, own.Council);
                    var answer = await access.AskAsync("gateway", operation, token, own.Council, own.Ids, etag, content);
                    asked++;
                    if ((int)answer.Status is < 400 or >= 500 || !foreign.Refusals.Select(code => $"\"{code}\"").Append(".not-found\"").Any(code => answer.Body.Contains(code, StringComparison.Ordinal)))
                    {
                        wrong.Add($"{name} as {role} with the other's {thing}: {(int)answer.Status} {answer.Body[..Math.Min(answer.Body.Length, 200)]}");
                    }

                    var misses = await access.MissesSinceAsync(operation, own.Council, entered, role, other.Ids[thing], other.Council);
                    if (misses != (1, 0))
                    {
                        wrong.Add($"{name} as {role} with the other's {thing}: {misses.Entered} entries of the attempt, {misses.Telling} that tell whose it is");
                    }
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} of {asked}:\n{string.Join('\n', wrong)}");
    }

    /// <summary>What the description leaves out: open to everybody and the same for everybody, or for nobody.</summary>
    [Fact]
    public async Task Everybody_EachEndpointThatIsNotDescribed_GetsWhatItsLineSays()
    {
        var asked = 0;
        foreach (var (service, endpoints) in UndescribedEndpoints.ByService)
        {
            foreach (var endpoint in endpoints)
            {
                var answers = new List<(string Who, bool IsGood, int Status, string Body)>();
                string?[] good = [.. Roles.All.SelectMany(role => Both.Select(council => access.Tokens.For(role, [council])))];
                foreach (var (who, token) in good.Select(token => ("somebody", token)).Concat(access.Tokens.Refused(Roles.SocialWorker, Both)))
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, endpoint.Address ?? endpoint.Path);
                    if (token is not null)
                    {
                        request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + token);
                    }

                    using var response = await access.SendAsync(service == "locality-hub" ? $"locality-hub-{AccessFixture.Own}" : service, request);
                    answers.Add((who, who == "somebody", (int)response.StatusCode, await response.Content.ReadAsStringAsync()));
                }

                asked += answers.Count;
                switch (endpoint.Access)
                {
                    case UndescribedAccess.Everybody:
                        Assert.All(answers, answer => Assert.Equal((service, endpoint.Path, 200), (service, endpoint.Path, answer.Status)));
                        Assert.DoesNotContain(
                            Both.SelectMany(council => access.Owned[council].Ids.Values).Where(id => Guid.TryParse(id, out _)), id => answers[0].Body.Contains(id, StringComparison.OrdinalIgnoreCase));
                        break;
                    case UndescribedAccess.KeyHolder:
                        Assert.All(answers, answer => Assert.Equal((service, endpoint.Path, 404), (service, endpoint.Path, answer.Status)));
                        break;
                    default:
                        Assert.All(answers, answer => Assert.Equal((service, endpoint.Path, answer.Who, answer.IsGood ? 404 : 401), (service, endpoint.Path, answer.Who, answer.Status)));
                        break;
                }
            }
        }

        Assert.True(asked > 400, $"only {asked} requests");
    }

    private IEnumerable<Cell> Cells()
    {
        var (own, other) = (access.Owned[AccessFixture.Own], access.Owned[AccessFixture.Other]);
        foreach (var operation in access.Operations)
        {
            var letIn = Samples.ByOperation[operation.Name] switch
            {
                { Refusal: { } refusal } => refusal,
                { ETagFrom: not null } => "412",
                { UsesUp: true } => "2xx or 409",
                _ => "2xx",
            };
            foreach (var role in Roles.All)
            {
                var byRole = !operation.Roles.Contains(role) ? "403" : Samples.ByOperation[operation.Name].RefusalOf?.GetValueOrDefault(role) ?? letIn;
                if (operation.IsReleased)
                {
                    foreach (var cell in CellsOfReleased(operation, role))
                    {
                        yield return cell;
                    }

                    continue;
                }

                // Who may do what is the service's to say: the gateway asks it. Whose council it is both say, so that is asked of both.
                yield return new Cell(operation, "gateway", $"{role} of {own.Council}", access.Tokens.For(role, [own.Council]), own.Council, own.Ids, byRole);
                var isAllowed = byRole != "403";
                if (isAllowed && operation.IsOfCouncil && operation.Path.Replace("{code}", string.Empty, StringComparison.Ordinal).Contains("Id}", StringComparison.Ordinal))
                {
                    // The other's id under one's own council. (A stale write of what is not there is 404 too: it is looked for first.)
                    yield return new Cell(operation, "gateway", $"{role} of {own.Council} with {other.Council}'s id", access.Tokens.For(role, [own.Council]), own.Council, other.Ids, "404");
                }

                foreach (var door in AccessFixture.DoorsOf(operation, AccessFixture.Own))
                {
                    var elsewhere = operation.IsOfCouncil || (operation.IsOfRow && isAllowed) ? "404" : byRole;
                    if (operation.IsOfCouncil || operation.IsOfRow)
                    {
                        yield return new Cell(operation, door, $"{role} of {other.Council}", access.Tokens.For(role, [other.Council]), own.Council, own.Ids, elsewhere);
                    }

                    // Something new that councils share is for councils of one's own: what is wrong with it is said before whose it would be.
                    if (isAllowed ? !operation.IsOfPanels || operation.IsOfShared || operation.Method == "GET" || operation.Path.Contains("/parked-messages", StringComparison.Ordinal) : !operation.IsOfCouncil)
                    {
                        yield return new Cell(operation, door, $"{role} of no council", access.Tokens.For(role, []), own.Council, own.Ids, elsewhere);
                    }
                }

                if (operation.IsOfHub && isAllowed)
                {
                    // A worker of both councils at the wrong hub's port: a hub answers for its own council alone.
                    yield return new Cell(operation, $"locality-hub-{other.Council}", $"{role} of both", access.Tokens.For(role, [own.Council, other.Council]), own.Council, own.Ids, "404");
                }
            }

            foreach (var (what, token) in access.Tokens.Refused(operation.Roles.First(), [own.Council]))
            {
                foreach (var door in AccessFixture.DoorsOf(operation, AccessFixture.Own))
                {
                    yield return new Cell(operation, door, what, token, own.Council, own.Ids, "401");
                }
            }
        }
    }

    /// <summary>Another council's content is read by the one who is named, for the council that is named; for all others, the owner's people too, it is not there.</summary>
    private IEnumerable<Cell> CellsOfReleased(Operation operation, string role)
    {
        var (own, other) = (access.Owned[AccessFixture.Own], access.Owned[AccessFixture.Other]);
        var (letIn, nothing) = operation.Roles.Contains(role) ? ("2xx", "404") : ("403", "403");
        foreach (var door in AccessFixture.DoorsOf(operation, own.Council))
        {
            yield return new Cell(operation, door, $"the named {role}", access.Tokens.For(role, [own.Council]), own.Council, own.Ids, letIn);
            yield return new Cell(operation, door, $"another {role}", access.Tokens.For(role, [own.Council], client: "somebody-else"), own.Council, own.Ids, nothing);
            yield return new Cell(operation, door, $"the named {role} for {other.Council}", access.Tokens.For(role, [other.Council]), own.Council, own.Ids, nothing);
            yield return new Cell(operation, door, $"the named {role} of no council", access.Tokens.For(role, []), own.Council, own.Ids, nothing);
            yield return new Cell(operation, door, $"the named {role} with {other.Council}'s id", access.Tokens.For(role, [own.Council, other.Council]), own.Council, other.Ids, nothing);
        }

        yield return new Cell(operation, $"locality-hub-{other.Council}", $"the named {role} at the wrong hub", access.Tokens.For(role, [own.Council, other.Council]), own.Council, own.Ids, nothing);
    }

    /// <summary>The ids in an operation's address, by the names of the parameters.</summary>
    private Dictionary<string, string> IdsOf(Operation operation, string council)
    {
        var (sample, ids) = (Samples.ByOperation[operation.Name], access.Owned[council].Ids);
        return new OperationShape(operation).In("path").Select(parameter => parameter.Name)
            .Where(name => name is "id" or "child" || name.EndsWith("Id", StringComparison.Ordinal))
            .ToDictionary(name => name, name => sample.Values?.GetValueOrDefault(name) ?? ids[sample.Instead?.GetValueOrDefault(name) ?? name]);
    }

    /// <summary>Whether something in a body is an id.</summary>
    private bool NamesThings(JsonElement schema, int depth)
    {
        if (depth > 12 || schema.ValueKind != JsonValueKind.Object)
        {
            return false;
        }

        if (schema.TryGetProperty("$ref", out var reference))
        {
            return NamesThings(access.Description.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()!.Split('/')[^1]), depth + 1);
        }

        return (schema.TryGetProperty("format", out var format) && format.ValueKind == JsonValueKind.String && format.GetString() == "uuid")
            || (schema.TryGetProperty("items", out var items) && NamesThings(items, depth + 1))
            || (schema.TryGetProperty("additionalProperties", out var more) && NamesThings(more, depth + 1))
            || (schema.TryGetProperty("properties", out var properties) && properties.EnumerateObject().Any(member => NamesThings(member.Value, depth + 1)))
            || new[] { "oneOf", "anyOf", "allOf" }.Any(way => schema.TryGetProperty(way, out var ways) && ways.EnumerateArray().Any(each => NamesThings(each, depth + 1)));
    }

    /// <summary>A problem without what differs from request to request.</summary>
    private static string Told(string body)
    {
        var problem = JsonNode.Parse(body)!.AsObject();
        problem.Remove("traceId");
        return problem.ToJsonString();
    }

    private sealed record Cell(Operation Operation, string Door, string Who, string? Token, string Council, IReadOnlyDictionary<string, string> Ids, string Expected)
    {
        public bool IsExpected(int status, string body) => Expected switch
        {
            "2xx" => status is >= 200 and < 300,
            "2xx or 409" => status is (>= 200 and < 300) or 409,
            "401" => status == 401 && body.Contains("\"token.refused\"", StringComparison.Ordinal),
            "403" => status == 403 && body.Contains("\"role.not-allowed\"", StringComparison.Ordinal),
            "404" => status == 404 && body.Contains(".not-found\"", StringComparison.Ordinal),
            "412" => status == 412,
            var code => status is >= 400 and < 500 && body.Contains($"\"{code}\"", StringComparison.Ordinal),
        };
    }
}
