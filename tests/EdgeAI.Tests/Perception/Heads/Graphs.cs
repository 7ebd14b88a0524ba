using EdgeAI.Perception.Heads;
using EdgeAI.Perception.Sessions;

namespace EdgeAI.Tests.Perception.Heads;

/// <summary>Graphs by their shapes.</summary>
internal static class Graphs
{
    /// <summary>A float32 tensor.</summary>
    public static TensorSpec Spec(string name, params int[] shape) => new(name, TensorElement.Float32, shape);

    /// <summary>A graph with one planar colour image.</summary>
    public static GraphShape OfImage(int width, int height, params TensorSpec[] outputs) => new([Spec("images", 1, 3, height, width)], outputs);

    /// <summary>YuNet's twelve outputs for a square image.</summary>
    public static GraphShape YuNet(int size)
    {
        (string Kind, int Numbers)[] kinds = [("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)];
        int[] strides = [8, 16, 32];
        return OfImage(size, size, [.. from kind in kinds from stride in strides select Spec($"{kind.Kind}_{stride}", 1, size / stride * (size / stride), kind.Numbers)]);
    }

    /// <summary>The pairs of the first NanoDet for a square image.</summary>
    public static GraphShape NanoDetPairs(int size, int classes)
    {
        int[] strides = [8, 16, 32];
        return OfImage(size, size, [.. strides.SelectMany(stride => new[]
        {
            Spec($"cls_pred_stride_{stride}", 1, size / stride * (size / stride), classes),
            Spec($"dis_pred_stride_{stride}", 1, size / stride * (size / stride), 32),
        })]);
    }
}
