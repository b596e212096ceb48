using System.Collections.Frozen;
using System.Text;

namespace Partnership.Contracts;

/// <summary>Every message of this assembly by the name that it has on the broker.</summary>
public static class MessageCatalogue
{
    private static readonly FrozenDictionary<string, Type> ByName = typeof(IMessage).Assembly.GetTypes()
        .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IMessage)))
        .ToFrozenDictionary(NameOf, StringComparer.Ordinal);

    /// <summary>The message types, in the order of their names.</summary>
    public static IEnumerable<Type> Types => ByName.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value);

    /// <summary>The name on the broker: the type's name in kebab-case.</summary>
    public static string NameOf(Type messageType)
    {
        var name = new StringBuilder();
        foreach (var letter in messageType.Name)
        {
            if (char.IsUpper(letter) && name.Length > 0)
            {
                name.Append('-');
            }

            name.Append(char.ToLowerInvariant(letter));
        }

        return name.ToString();
    }

    /// <summary>The type with that name on the broker, or null when this version of the contracts has none.</summary>
    public static Type? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The routing key under which a message travels on the <c>region</c> exchange.</summary>
    public static string RoutingKeyOf(IMessage message) => message is IHubCommand
        ? $"hub.{message.Council}.{NameOf(message.GetType())}"
        : $"{message.Council}.{NameOf(message.GetType())}";
}
