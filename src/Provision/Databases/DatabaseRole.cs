namespace Partnership.Provision.Databases;

/// <summary>A role as it should be. Names hold only letters, digits and underscores, so they need no quoting.</summary>
/// <param name="Name">The role's name.</param>
/// <param name="Password">Its password; null for a group, which cannot log in.</param>
/// <param name="CreatesDatabases">Whether it may create databases.</param>
/// <param name="MemberOf">The group whose rights it inherits, if any.</param>
internal sealed record DatabaseRole(string Name, string? Password, bool CreatesDatabases = false, string? MemberOf = null)
{
    /// <summary>The statements that bring the role there; none when it is.</summary>
    public IEnumerable<string> Changes(PresentRole? present)
    {
        var attributes = $"{(Password is null ? "nologin" : "login")} {(CreatesDatabases ? "createdb" : "nocreatedb")} "
            + "nosuperuser nocreaterole nobypassrls noreplication inherit";
        if (present is null)
        {
            yield return $"create role {Name} {attributes}";
        }
        else if (present.CanLogIn != (Password is not null) || present.CreatesDatabases != CreatesDatabases || present.IsPowerful)
        {
            yield return $"alter role {Name} {attributes}";
        }

        if (Password is not null && !ScramVerifier.Matches(present?.Verifier, Password))
        {
            yield return $"alter role {Name} password '{ScramVerifier.Create(Password)}'";
        }

        if (MemberOf is not null && present?.Groups.Contains(MemberOf) is not true)
        {
            yield return $"grant {MemberOf} to {Name}";
        }
    }
}

/// <summary>A role as the cluster has it. Powerful: superuser, or may make roles, pass by row-level security, or replicate.</summary>
internal sealed record PresentRole(string? Verifier, bool CanLogIn, bool CreatesDatabases, bool IsPowerful, IReadOnlyList<string> Groups);
