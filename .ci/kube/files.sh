# shellcheck shell=bash
# The configuration of each program, the image of the empty container, the volumes. Sourced by kube.

write_files() {
  containerd_file >"$state/etc/containerd.toml"
  network_file >"$state/etc/cni/10-pods.conflist"
  kubelet_file >"$state/etc/kubelet.yaml"
  proxy_file >"$state/etc/proxy.yaml"
  dns_file >"$state/etc/Corefile"
}

containerd_file() {
  cat <<EOF
version = 2
root = "$state/containerd"
state = "$state/run/containerd"
[grpc]
  address = "$socket"
[plugins."io.containerd.internal.v1.opt"]
  path = "$state/opt"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "tertulia.local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "$cni"
    conf_dir = "$state/etc/cni"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
EOF
}

network_file() {
  cat <<EOF
{"cniVersion": "0.4.0", "name": "pods", "plugins": [
  {"type": "ptp", "ipMasq": true, "mtu": 1500,
   "ipam": {"type": "host-local", "ranges": [[{"subnet": "$pods"}]], "routes": [{"dst": "0.0.0.0/0"}]}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
EOF
}

kubelet_file() {
  cat <<EOF
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: "$state/pki/ca.crt"}}
authorization: {mode: Webhook}
cgroupDriver: cgroupfs
cgroupRoot: /$cgroup
failCgroupV1: false
failSwapOn: false
clusterDNS: ["$node_ip"]
clusterDomain: cluster.local
resolvConf: ""
containerRuntimeEndpoint: "unix://$socket"
podLogsDir: /var/log/pods
volumePluginDir: "$state/kubelet/volume-plugins"
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, imagefs.available: 1%, nodefs.inodesFree: 1%}
EOF
}

proxy_file() {
  cat <<EOF
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: iptables
clusterCIDR: "$pods"
hostnameOverride: local
clientConnection: {kubeconfig: "$state/etc/proxy.conf"}
conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
EOF
}

dns_file() {
  cat <<EOF
.:53 {
  bind $node_ip
  errors
  ready 127.0.0.1:8181
  kubernetes cluster.local in-addr.arpa {
    kubeconfig $KUBECONFIG
    pods insecure
    ttl 5
  }
  cache 5
  loadbalance
}
EOF
}

# What holds the namespaces of a pod and does nothing; as a tar that containerd reads.
pause_image() {
  local folder=$state/pause layer
  mkdir -p "$folder"
  tar -C "$bin" --owner=0 --group=0 --mode=755 -cf "$folder/layer.tar" pause
  layer=$(sha256sum <"$folder/layer.tar")
  printf '{"architecture":"%s","os":"linux","config":{"Entrypoint":["/pause"]},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
    "$(dpkg --print-architecture)" "${layer%% *}" >"$folder/config.json"
  printf '[{"Config":"config.json","RepoTags":["tertulia.local/pause:1"],"Layers":["layer.tar"]}]' >"$folder/manifest.json"
  tar -C "$folder" -cf - manifest.json config.json layer.tar
}

storage() {
  local i
  cat <<EOF
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: standard, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: kubernetes.io/no-provisioner
volumeBindingMode: WaitForFirstConsumer
EOF
  for ((i = 1; i <= volumes; i++)); do
    mkdir -p "$state/volumes/$i"
    volume "$i"
  done
}

volume() {
  cat <<EOF
---
apiVersion: v1
kind: PersistentVolume
metadata: {name: local-$1}
spec:
  storageClassName: standard
  accessModes: [ReadWriteOnce, ReadWriteMany]
  capacity: {storage: 100Gi}
  persistentVolumeReclaimPolicy: Retain
  local: {path: "$state/volumes/$1"}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [local]}]}]}}
EOF
}
