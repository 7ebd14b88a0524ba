using EdgeAI.Device.Messages;

namespace EdgeAI.Runtime.Fusion;

/// <summary>Keeps a payload past its turn: a message is copied into one made before, a value is taken as it is.</summary>
internal static class PayloadCopy
{
    /// <summary>Whether payloads of a type can be kept without allocating.</summary>
    public static bool CanKeep<T>() => typeof(T).IsValueType || typeof(Message).IsAssignableFrom(typeof(T));

    /// <summary>Copies a payload.</summary>
    public static void Into<T>(T from, ref T into)
    {
        if (typeof(T).IsValueType)
        {
            into = from;
            return;
        }

        ((Message)(object)into!).CopyFrom((Message)(object)from!);
    }
}
