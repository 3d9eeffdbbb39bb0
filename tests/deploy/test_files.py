"""What the files of `deploy/` promise: limits, nobody is root, nothing can be written to, visitors stay."""

import re
import tomllib
from fnmatch import fnmatch

import pytest
import yaml

from pages.shared.plot import ADDRESS
from tests.browser.conftest import ROOT

DEPLOY = ROOT / "deploy"
NGINX = (DEPLOY / "nginx.conf").read_text()
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
OBJECTS = {found["kind"]: found for found in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())}
POD = OBJECTS["Deployment"]["spec"]["template"]["spec"]
CONTAINERS = {container["name"]: container for container in POD["containers"]}
APPS = [name for name in COMPOSE["services"] if name.startswith("app-")]
HEALTH = "/_stcore/health"


def stages() -> dict[str, str]:
    """The text of each stage of the Dockerfile; continued lines are joined."""
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    return {name: body for name, body in re.findall(r"^FROM \S+ AS (\w+)\n(.*?)(?=^FROM |\Z)", text, re.M | re.S)}


@pytest.mark.parametrize("stage", ["app", "proxy"])
def test_an_image_runs_as_nobody_special_and_says_whether_it_is_well(stage):
    body = stages()[stage]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", body, re.M)
    assert re.search(rf"^HEALTHCHECK .*--timeout=5s.*{HEALTH}", body, re.M)


def test_images_are_pinned():
    sources = re.findall(r"^FROM (\S+)", (DEPLOY / "Dockerfile").read_text(), re.M)
    assert sources and all(re.search(r":\d+\.\d+\.\d+-|^build$", source) for source in sources), sources


def test_the_app_is_installed_from_the_lock_and_holds_no_tools():
    assert "--require-hashes" in stages()["build"] and "requirements.lock" in stages()["build"]
    assert "pip uninstall" in stages()["app"] and not re.search(r"apt-get|gcc|build-essential", stages()["app"])


def test_what_the_image_copies_is_there_and_is_let_through():
    let_through = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert let_through[0] == "*"
    taken = set(re.findall(r"^COPY (?!--from)(.*) \S+$", "\n".join(stages().values()), re.M))
    for path in " ".join(taken).split():
        assert (ROOT / path).exists(), path
        assert any(fnmatch(path, line.removeprefix("!")) for line in let_through[1:]), path


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_a_service_is_locked_and_limited(name):
    service = COMPOSE["services"][name]
    assert service["read_only"] and service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert min(service["ulimits"]["nofile"].values()) >= 8192
    assert {"cpus", "memory", "pids"} <= service["deploy"]["resources"]["limits"].keys()
    assert ("ports" in service) == (name == "proxy")


def test_nginx_knows_every_process():
    addresses = [COMPOSE["services"][name]["networks"]["inside"]["ipv4_address"] for name in APPS]
    listed = re.findall(r"^server ([\d.]+):8501 ", (DEPLOY / "replicas.conf").read_text(), re.M)
    assert listed == addresses and len(set(addresses)) == len(addresses) >= 2
    assert COMPOSE["networks"]["inside"]["internal"]


def test_an_upload_may_be_as_large_everywhere():
    megabytes = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())["server"]["maxUploadSize"]
    allowed = f"{megabytes + 1}m"
    assert re.search(r"client_max_body_size (\w+);", NGINX)[1] == allowed
    assert OBJECTS["Ingress"]["metadata"]["annotations"]["nginx.ingress.kubernetes.io/proxy-body-size"] == allowed


def test_nginx_serves_the_library_that_the_pages_name():
    assert re.escape(ADDRESS.lstrip("/")) in NGINX


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_is_locked_and_limited(name):
    container = CONTAINERS[name]
    security = container["securityContext"]
    assert security["readOnlyRootFilesystem"] and not security["allowPrivilegeEscalation"]
    assert security["runAsUser"] > 0 and security["capabilities"] == {"drop": ["ALL"]}
    assert all(container["resources"][part].keys() == {"cpu", "memory"} for part in ("requests", "limits"))
    assert str(security["runAsUser"]) in re.search(r"^USER (\S+)", stages()[name], re.M)[1]


def test_a_pod_is_asked_whether_it_is_well():
    probes = {kind: CONTAINERS[name][kind] for name, kind in (
        ("app", "startupProbe"), ("app", "livenessProbe"), ("proxy", "readinessProbe"))}  # fmt: skip
    for probe in probes.values():
        assert probe["httpGet"]["path"] == HEALTH and probe["timeoutSeconds"] == 5
    alive = probes["livenessProbe"]
    assert alive["periodSeconds"] * alive["failureThreshold"] >= 60, "a process that is busy would be killed"
    assert POD["securityContext"]["runAsNonRoot"] and not POD["automountServiceAccountToken"]


def test_the_cluster_keeps_visitors_on_their_pod_and_pods_running():
    service, ingress = OBJECTS["Service"], OBJECTS["Ingress"]
    assert service["metadata"]["annotations"]["traefik.ingress.kubernetes.io/service.sticky.cookie"] == "true"
    assert ingress["metadata"]["annotations"]["nginx.ingress.kubernetes.io/affinity"] == "cookie"
    labels = OBJECTS["Deployment"]["spec"]["template"]["metadata"]["labels"]
    assert labels == service["spec"]["selector"] == OBJECTS["PodDisruptionBudget"]["spec"]["selector"]["matchLabels"]
    scaler = OBJECTS["HorizontalPodAutoscaler"]["spec"]
    assert scaler["scaleTargetRef"]["name"] == OBJECTS["Deployment"]["metadata"]["name"]
    assert 2 <= scaler["minReplicas"] < scaler["maxReplicas"]
    assert scaler["metrics"][0]["containerResource"]["container"] in CONTAINERS
    assert OBJECTS["PodDisruptionBudget"]["spec"]["maxUnavailable"] == 1
    assert OBJECTS["NetworkPolicy"]["spec"]["egress"] == []
