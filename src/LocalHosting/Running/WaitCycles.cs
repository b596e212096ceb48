namespace Partnership.LocalHosting;

internal static class WaitCycles
{
    /// <summary>Resources that wait for each other in a ring would wait for ever: the ring is named instead.</summary>
    public static void Check(IReadOnlyList<ResourceRunner> runners, Dictionary<IResource, ResourceRunner> byResource)
    {
        var done = new HashSet<ResourceRunner>();
        foreach (var runner in runners)
        {
            Visit(runner, []);
        }

        void Visit(ResourceRunner runner, List<ResourceRunner> path)
        {
            if (path.Contains(runner))
            {
                var ring = path.SkipWhile(other => other != runner).Append(runner).Select(other => other.Resource.Name);
                throw new DistributedApplicationException($"These resources wait for each other: {string.Join(" → ", ring)}.");
            }

            if (!done.Contains(runner))
            {
                foreach (var dependency in runner.Dependencies.Where(byResource.ContainsKey))
                {
                    Visit(byResource[dependency], [.. path, runner]);
                }

                done.Add(runner);
            }
        }
    }
}
