namespace Partnership.EndToEnd.Tests.Access;

/// <summary>What a hub keeps of a child's identity: planted, since it states them by night.</summary>
internal static class IdentitySamples
{
    /// <summary>Gives a child a reference for identity.</summary>
    /// <param name="council">The council.</param>
    /// <param name="child">The child.</param>
    /// <param name="execute">Runs a statement in a database.</param>
    public static async Task<string> MintAsync(string council, string child, Func<string, string, object[], Task> execute)
    {
        var reference = Guid.NewGuid();
        await execute(
            $"locality_hub_{council}",
            """
            insert into sealed.regional_reference (reference, child_id, purpose, year, epoch, version, content)
            select $1::uuid, $2, 17, 0, 1, 1, jsonb_build_object(
                'reference', $1::uuid, 'council', $3::text, 'epoch', 0, 'version', 0, 'standing', 'Stated', 'byNhsNumber', null, 'byPupilNumber', gen_random_uuid())::text
            """,
            [reference, Guid.Parse(child), council]);
        return reference.ToString();
    }
}
