namespace Partnership.Faults;

/// <summary>Enters children of the council that searches, and has families looked for, for each alone or for brothers and sisters together.</summary>
internal sealed class ChildSearches(Steps steps, DateOnly today)
{
    private const string Hub = $"/api/v1/councils/{LinkWrites.Home}";
    private const string Worker = $"social.worker.{LinkWrites.Home}";
    private static readonly (string Milestone, int DaysAgo)[] Decided = [("should-be-placed", 100), ("placement-order", 40)];

    /// <summary>The child of that name in the case system; null when she was refused.</summary>
    public async Task<SearchedChild?> EnterAsync(string localId, DateOnly born)
    {
        object change = new
        {
            la_child_id = localId, purge = false,
            child_details = new { first_name = "Merrily", surname = "Inventedchild", date_of_birth = born, sex = "F", ethnicity = "WBRI", purge = false },
        };
        return await steps.WriteAsync(CarefulClient.CaseSystemOf(LinkWrites.Home), HttpMethod.Post, $"{Hub}/changes", new[] { change }) is not null
            && await steps.WriteAsync(Worker, HttpMethod.Post, $"{Hub}/children/search", new { localId }) is { } found
            ? new SearchedChild(found.GetProperty("items")[0].GetProperty("id").GetGuid(), localId)
            : null;
    }

    /// <summary>That a court has let the council place the child: no match goes to panel before.</summary>
    public async Task<bool> DecideAsync(SearchedChild child)
    {
        foreach (var (milestone, daysAgo) in Decided)
        {
            if (await steps.WriteAsync(Worker, HttpMethod.Put, $"{AddressOf(child)}/milestones/{milestone}", new { date = today.AddDays(-daysAgo) }, AddressOf(child)) is null)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The plan that she is adopted.</summary>
    public async Task<bool> PlanAsync(SearchedChild child) => await steps.WriteAsync(
        Worker, HttpMethod.Put, $"{AddressOf(child)}/permanence",
        new { plan = "adoption", agreedOn = today.AddDays(-30), reason = "Invented: no relative can care for her.", owner = new { name = "Wren Oakapple", manager = "Invented Manager", subject = Worker } },
        AddressOf(child)) is not null;

    /// <summary>A group of those children, with the decision for each that they are placed together.</summary>
    public async Task<AcceptedGroup?> GroupAsync(IReadOnlyList<SearchedChild> children, Action<AcceptedGroup> accepted)
    {
        if (await steps.WriteAsync(
                Worker, HttpMethod.Post, $"{Hub}/sibling-groups",
                new { assessment = "Invented: they look for each other when one is hurt.", assessedOn = today.AddDays(-20), togetherUntil = today.AddDays(160), contactPlan = "Monthly, should they be apart." }) is not { } opened)
        {
            return null;
        }

        var group = new AcceptedGroup(opened.GetProperty("id").GetGuid());
        accepted(group);
        var address = $"{Hub}/sibling-groups/{group.Id}";
        foreach (var child in children)
        {
            if (await steps.WriteAsync(
                    Worker, HttpMethod.Put, $"{address}/children/{child.Id}", new { decision = "together", decidedOn = today.AddDays(-20), reason = "Invented: the assessment." }, address) is null)
            {
                return null;
            }

            group.Together.Add(child);
        }

        return group;
    }

    /// <summary>Has a family looked for.</summary>
    public async Task<bool> SearchAsync(SearchedChild child)
    {
        if (await steps.WriteAsync(Worker, HttpMethod.Post, $"{AddressOf(child)}/search", null, AddressOf(child)) is not { } started)
        {
            return false;
        }

        child.Reference = started.GetProperty("reference").GetGuid();
        return true;
    }

    public static string AddressOf(SearchedChild child) => $"{Hub}/children/{child.Id}";
}
