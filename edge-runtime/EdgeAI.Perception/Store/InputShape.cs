namespace EdgeAI.Perception.Store;

/// <summary>What kind of thing an input's shape says that it is.</summary>
internal enum InputShape
{
    /// <summary>[1, values]: one reading, such as of taxels.</summary>
    Reading,

    /// <summary>[1, steps, channels]: a window of readings.</summary>
    Window,

    /// <summary>[1, colours, rows, columns].</summary>
    PlanarImage,

    /// <summary>[1, rows, columns, colours].</summary>
    InterleavedImage,
}
