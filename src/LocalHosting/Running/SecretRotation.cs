using Partnership.LocalHosting.Dashboard;

namespace Partnership.LocalHosting;

/// <summary>How a secret comes by a new value.</summary>
internal enum SecretChange
{
    /// <summary>Not here: its value is configured, and whoever configured it changes it there.</summary>
    Configured,

    /// <summary>At once: whoever starts from now on gets the new value. Whom else it concerns is told by <c>provision</c>, or by a restart.</summary>
    AtOnce,

    /// <summary>In two steps: proposed, then told to those who must know it first, then accepted.</summary>
    Proposed,
}

/// <summary>
/// Gives generated secrets new values while the system runs. They are made here and kept in the data folder; no value ever leaves this
/// process by another way than the environment of the processes that it starts.
/// </summary>
internal sealed class SecretRotation(IReadOnlyList<IResource> resources, LocalState state, DashboardEndpoint dashboard, ResourceConsoles consoles)
{
    // A second rotation of the same secret must not come between the steps of the first.
    private readonly Lock _gate = new();

    /// <summary>Every secret by name.</summary>
    public IEnumerable<(string Name, SecretChange Change)> List()
    {
        foreach (var parameter in resources.OfType<ParameterResource>().Where(parameter => parameter.Secret))
        {
            yield return (parameter.Name, !parameter.IsGenerated() ? SecretChange.Configured : IsOfAServer(parameter) ? SecretChange.Proposed : SecretChange.AtOnce);
        }

        if (dashboard.IsWanted)
        {
            yield return (DashboardSecrets.TelemetryKeyName, SecretChange.Proposed);
            yield return (DashboardSecrets.TokenName, SecretChange.AtOnce);
        }
    }

    /// <summary>Null when there is no such secret.</summary>
    public SecretChange? ChangeOf(string name) => List().Where(secret => secret.Name == name).Select(secret => (SecretChange?)secret.Change).FirstOrDefault();

    public void Rotate(string name)
    {
        lock (_gate)
        {
            if (name == DashboardSecrets.TokenName)
            {
                dashboard.Secrets.UseToken(Known(state.Parameters.Replace(name, DashboardSecrets.Generate)));
                return;
            }

            var parameter = Find(name);
            parameter.Use(Known(state.Parameters.Replace(name, parameter.Default!.GetDefaultValue)));
        }
    }

    public void Propose(string name)
    {
        lock (_gate)
        {
            if (name == DashboardSecrets.TelemetryKeyName)
            {
                dashboard.Secrets.UseTelemetryKey(Known(state.Parameters.Propose(name, DashboardSecrets.Generate)));
                return;
            }

            Known(state.Parameters.Propose(name, Find(name).Default!.GetDefaultValue));
        }
    }

    /// <summary>False when nothing was proposed.</summary>
    public bool Accept(string name)
    {
        lock (_gate)
        {
            if (state.Parameters.Accept(name) is not { } accepted)
            {
                return false;
            }

            if (name == DashboardSecrets.TelemetryKeyName)
            {
                dashboard.Secrets.ForgetKeyBefore();
            }
            else
            {
                Find(name).Use(accepted);
            }

            return true;
        }
    }

    private ParameterResource Find(string name) => resources.OfType<ParameterResource>().Single(parameter => parameter.Name == name);

    /// <summary>A server keeps the administrator's password with its data: it must be told by somebody who still knows the old one.</summary>
    private bool IsOfAServer(ParameterResource parameter) =>
        resources.OfType<PostgresServerResource>().Any(server => server.PasswordParameter == parameter)
        || resources.OfType<RabbitMQServerResource>().Any(server => server.PasswordParameter == parameter);

    // Before anybody gets it: no console may show it.
    private string Known(string value)
    {
        consoles.Mask.Add(value);
        return value;
    }
}
