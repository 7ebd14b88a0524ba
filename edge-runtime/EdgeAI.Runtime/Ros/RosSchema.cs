using System.Reflection;
using System.Text;

namespace EdgeAI.Runtime.Ros;

/// <summary>
/// A message's ROS 2 definition with everything that it refers to, as one text: what MCAP calls a schema of encoding "ros2msg".
/// The definitions are the files in <c>Ros/Definitions</c>; those of ROS 2 have the fields of Jazzy, in its order.
/// </summary>
public sealed class RosSchema
{
    private const string Separator = "================================================================================\nMSG: ";

    private RosSchema(string name, string text)
    {
        Name = name;
        Text = text;
        Bytes = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>The message's full name, such as sensor_msgs/msg/Imu.</summary>
    public string Name { get; }

    /// <summary>Its definition, then those that it refers to, each once and after a line of equals signs.</summary>
    public string Text { get; }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>The names of all messages that are defined here.</summary>
    public static IReadOnlyList<string> Known { get; } =
        [.. Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(static name => name.EndsWith(".msg", StringComparison.Ordinal)).Select(static name => name[..^4].Replace('\\', '/')).Order(StringComparer.Ordinal)];

    /// <summary>The schema of a message that is defined here.</summary>
    /// <param name="name">Its full name, package/msg/Type.</param>
    /// <exception cref="ArgumentException">No such message is defined here.</exception>
    public static RosSchema Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        StringBuilder text = new(DefinitionOf(name));
        List<string> told = [name];
        for (int index = 0; index < told.Count; index++)
        {
            foreach (string dependency in DependenciesOf(told[index]).Where(dependency => !told.Contains(dependency)))
            {
                told.Add(dependency);
                text.Append(Separator).Append(dependency.Replace("/msg/", "/", StringComparison.Ordinal)).Append('\n').Append(DefinitionOf(dependency));
            }
        }

        return new RosSchema(name, text.ToString());
    }

    private static IEnumerable<string> DependenciesOf(string name)
    {
        string package = name[..name.IndexOf('/', StringComparison.Ordinal)];
        RosDefinition.TryParse(DefinitionOf(name), package, out RosDefinition? definition, out _);
        return definition!.Fields.Where(static field => field.Primitive is null).Select(static field => field.TypeName);
    }

    private static string DefinitionOf(string name)
    {
        Assembly assembly = Assembly.GetExecutingAssembly();
        using Stream stream = assembly.GetManifestResourceStream(name + ".msg")
            ?? assembly.GetManifestResourceStream(name.Replace('/', '\\') + ".msg")
            ?? throw new ArgumentException($"no definition of '{name}' here; add Ros/Definitions/{name}.msg", nameof(name));
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
